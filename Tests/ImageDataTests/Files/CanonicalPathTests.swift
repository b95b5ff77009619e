import Foundation
import Testing

@testable import ImageData

@Suite struct CanonicalPathTests {
  @Test func `links are followed as far as there is something`() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("a/b")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: folder.path + "/a")
    let top = canonicalPath(folder.path)
    #expect(canonicalPath(folder.path + "/link//b/.") == top + "/a/b")
    #expect(canonicalPath(folder.path + "/link/b/..") == top + "/a")
    #expect(canonicalPath(folder.path + "/link/c/./d/../e") == top + "/a/c/e")
    #expect(canonicalPath("/") == "/" && canonicalPath("/../..") == "/")
    #expect(canonicalPath(".") == canonicalPath(FileManager.default.currentDirectoryPath))
  }

  @Test(arguments: [
    ("/a/b", "/a", true), ("/a", "/a", true), ("/ab", "/a", false), ("/", "/a", false), ("/a", "/", true),
  ]) func `inside is below or the same`(path: String, folder: String, expected: Bool) {
    #expect(isInside(path, of: folder) == expected)
  }
}
