import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct FileContentsTests {
  @Test func reading() throws {
    try withTemporaryFolder { folder in
      let missing = #expect(throws: ModelFileError.self) { try fileContents(folder + "/none") }
      #expect(missing?.kind == .missingInput)
      #expect(missing?.reason == "it cannot be opened: No such file or directory")
      #expect(throws: ModelFileError.self) { try fileContents(folder) }
    }
  }
}
