import TestSupport
import Testing

@testable import train_parallel

struct WholeFileTests {
  @Test func `a file is replaced, and nothing else is left`() throws {
    try withTemporaryFolder { base in
      try writeWhole("first", to: base + "/file")
      try writeWhole("second, longer", to: base + "/file")
      #expect(try text(of: base + "/file") == "second, longer")
      #expect(try names(in: base) == ["file"])
    }
  }

  @Test func `where it cannot be created, the path and the reason are named`() throws {
    try withTemporaryFolder { base in
      let error = try #require(throws: ProgramError.self) { try writeWhole("x", to: base + "/none/file") }
      #expect(error.kind == .cannotCreate)
      #expect(error.description.contains(base + "/none/file"))
    }
  }
}
