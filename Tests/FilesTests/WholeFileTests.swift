import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Files

@Suite struct WholeFileTests {
  /// Writes a text in two pieces.
  func write(_ text: String, to path: String, isDurable: Bool = true) throws {
    try Array(text.utf8).withUnsafeBytes { bytes in
      let half = bytes.count / 2
      try writeWhole(
        [UnsafeRawBufferPointer(rebasing: bytes[..<half]), UnsafeRawBufferPointer(rebasing: bytes[half...])],
        to: path, isDurable: isDurable)
    }
  }

  @Test(arguments: [true, false]) func replacesAndLeavesNothingElse(isDurable: Bool) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      for contents in ["a longer first text", "second", ""] {
        try write(contents, to: path, isDurable: isDurable)
        #expect(try text(of: path) == contents)
        #expect(try names(in: folder) == ["file"])
      }
    }
  }

  @Test func onePiece() throws {
    try withTemporaryFolder { folder in
      try Array("whole".utf8).withUnsafeBytes { try writeWhole($0, to: folder + "/file") }
      #expect(try text(of: folder + "/file") == "whole")
    }
  }

  /// The longest names that file systems take, of one byte and of four bytes a character.
  @Test(arguments: [String(repeating: "a", count: 255), String(repeating: "🔺", count: 63)])
  func longName(_ name: String) throws {
    try withTemporaryFolder { folder in
      try write("text", to: folder + "/" + name)
      #expect(try text(of: folder + "/" + name) == "text")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }
  }

  /// Each of many threads writes the same file: one of the texts is there in the end, whole, and nothing else.
  @Test func manyAtOnce() throws {
    try withTemporaryFolder { folder in
      let texts = (0..<32).map { String(repeating: "\($0) ", count: 10_000) }
      let path = folder + "/file"
      DispatchQueue.concurrentPerform(iterations: texts.count) { i in
        do { try write(texts[i], to: path) } catch { Issue.record(error) }
      }
      let result = try text(of: path)
      #expect(texts.contains(result))
      #expect(try names(in: folder) == ["file"])
    }
  }

  /// What a killed process of the same number left stands in nobody's way, and does not stay.
  @Test func leftovers() throws {
    try withTemporaryFolder { folder in
      // Other tests count too, but fewer than a hundred files.
      let next = writtenFiles.load(ordering: .relaxed)
      let leftovers = (next..<next + 100).map { ".file.\(getpid()).\($0).partial" }
      for name in leftovers {
        try Data("a killed process's longer text".utf8).write(to: URL(filePath: folder + "/" + name))
      }
      for _ in 0..<3 {
        try write("second", to: folder + "/file")
        #expect(try text(of: folder + "/file") == "second")
      }
      #expect(try names(in: folder).count <= 98)
    }
  }

  @Test func folderThatIsNotThere() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/none/file"
      let error = #expect(throws: WholeFileError.self) { try write("text", to: path) }
      #expect(error?.step == .create)
      #expect(error?.kind == .cannotCreate)
      #expect(error?.description == "\(path): it cannot be created: No such file or directory")
    }
  }

  @Test func aFolderInThePlace() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/taken"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      let error = #expect(throws: WholeFileError.self) { try write("text", to: path) }
      #expect(error?.step == .rename)
      #expect(error?.description == "\(path): it cannot be put in place: Is a directory")
      #expect(try names(in: folder) == ["taken"])
    }
  }
}
