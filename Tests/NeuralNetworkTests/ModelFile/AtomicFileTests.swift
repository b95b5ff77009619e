import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct AtomicFileTests {
  func write(_ text: String, to path: String) throws {
    try Array(text.utf8).withUnsafeBytes { bytes in
      let half = bytes.count / 2
      try writeAtomically(
        [UnsafeRawBufferPointer(rebasing: bytes[..<half]), UnsafeRawBufferPointer(rebasing: bytes[half...])],
        to: path)
    }
  }

  @Test func replacesAndLeavesNothingElse() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      for text in ["a longer first text", "second", ""] {
        try write(text, to: path)
        #expect(String(decoding: try fileContents(path), as: UTF8.self) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
      }
    }
  }

  @Test func folderThatIsNotThere() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/none/file"
      let error = #expect(throws: ModelFileError.self) { try write("text", to: path) }
      #expect(error?.kind == .cannotCreate)
      #expect(error?.description == "\(path): it cannot be created: No such file or directory")
    }
  }

  @Test func aFolderInThePlace() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/taken"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      #expect(throws: ModelFileError.self) { try write("text", to: path) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
    }
  }

  @Test func reading() throws {
    try withTemporaryFolder { folder in
      let missing = #expect(throws: ModelFileError.self) { try fileContents(folder + "/none") }
      #expect(missing?.kind == .missingInput)
      #expect(missing?.reason == "it cannot be opened: No such file or directory")
      #expect(throws: ModelFileError.self) { try fileContents(folder) }
    }
  }
}
