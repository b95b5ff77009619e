import Testing

@testable import ImageData

@Suite struct ImageFileListTests {
  @Test func filesAreTakenAsNamedAndFoldersWalked() throws {
    let folder = try TemporaryFolder()
    for name in ["b/2.png", "b/1.png", "b/notes.txt", "b/sub/0.jpg", "odd.data"] {
      try folder.write([0], name)
    }
    let list = try ImageFileList(paths: [
      folder.path + "/odd.data", folder.path + "/b/", folder.path + "/missing",
    ])
    #expect(
      list.files.map(\.path)
        == ["odd.data", "b/1.png", "b/2.png", "b/sub/0.jpg", "missing"].map { folder.path + "/" + $0 })
    #expect(list.files.allSatisfy { $0.label == 0 && $0.relativePath == $0.path })
  }
}
