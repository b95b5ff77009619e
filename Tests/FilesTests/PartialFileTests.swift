import Foundation
import TestSupport
import Testing

@testable import Files

@Suite struct PartialFileTests {
  private func write(_ text: String, to file: PartialFile, at offset: Int) throws {
    try Array(text.utf8).withUnsafeBytes { try file.write($0, at: offset) }
  }

  @Test func `pieces are written in any order, and the file appears when it is finished`() throws {
    try withTemporaryFolder { folder in
      let file = try PartialFile(folder + "/file")
      try write("world", to: file, at: 7)
      try write("hello, ", to: file, at: 0)
      let before = try names(in: folder)
      #expect(before.count == 1 && before[0] != "file")
      try file.finish()
      #expect(try names(in: folder) == ["file"])
      #expect(try text(of: folder + "/file") == "hello, world")
    }
  }

  @Test func `a file that is not finished leaves nothing, and what was there before`() throws {
    try withTemporaryFolder { folder in
      try Data("old".utf8).write(to: URL(filePath: folder + "/file"))
      do {
        let file = try PartialFile(folder + "/file")
        try write("new", to: file, at: 0)
      }
      #expect(try names(in: folder) == ["file"])
      #expect(try text(of: folder + "/file") == "old")
    }
  }

  /// Nobody holds the lock of what a killed writer left; a writer that lives holds its own.
  @Test func `what killed writers left is removed, what others write is not`() throws {
    try withTemporaryFolder { folder in
      for name in [".file.4711.1.partial", ".file.1.18446744073709551615.partial"] {
        try Data("abandoned".utf8).write(to: URL(filePath: folder + "/" + name))
      }
      for name in [".other.4711.1.partial", "file.partial", ".file.pixels"] {
        try Data("not ours".utf8).write(to: URL(filePath: folder + "/" + name))
      }
      let first = try PartialFile(folder + "/file")
      let second = try PartialFile(folder + "/file")
      #expect(try names(in: folder).count == 5)
      try write("second", to: second, at: 0)
      try second.finish()
      try write("first", to: first, at: 0)
      try first.finish()
      #expect(try text(of: folder + "/file") == "first")
      #expect(try names(in: folder) == [".file.pixels", ".other.4711.1.partial", "file", "file.partial"])
    }
  }

  @Test func `a folder that is not there is an error`() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: WholeFileError.self) { try PartialFile(folder + "/none/file") }
      #expect(error?.step == .create)
    }
  }

  @Test func `a folder in the place is an error, and nothing is left`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/taken", withIntermediateDirectories: false)
      do {
        let file = try PartialFile(folder + "/taken")
        try write("text", to: file, at: 0)
        let error = #expect(throws: WholeFileError.self) { try file.finish() }
        #expect(error?.step == .rename)
      }
      #expect(try names(in: folder) == ["taken"])
    }
  }

  @Test func whatKilledWritersLeftIsRemoved() throws {
    try withTemporaryFolder { folder in
      for name in ["a.txt", ".a.txt.1.2.partial", ".hidden", "b.partial"] {
        try Array("x".utf8).withUnsafeBytes { try writeWhole($0, to: folder + "/" + name) }
      }
      removePartialFiles(in: folder)
      removePartialFiles(in: folder + "/none")
      #expect(try names(in: folder) == [".hidden", "a.txt", "b.partial"])
    }
  }
}
