import Foundation
import Testing

@testable import Files

@Suite struct WholeFileErrorTests {
  /// A file that has no place differs from one that was cut short.
  @Test(arguments: [
    (WholeFileError.Step.create, ErrorKind.cannotCreate, "it cannot be created"),
    (.write, .inputOutput, "it cannot be written"), (.flush, .inputOutput, "it cannot be flushed"),
    (.close, .cannotCreate, "it cannot be put in place"),
    (.rename, .cannotCreate, "it cannot be put in place"),
    (.flushFolder, .inputOutput, "its folder cannot be flushed"),
  ])
  func messages(_ step: WholeFileError.Step, _ kind: ErrorKind, _ what: String) {
    let error = WholeFileError(path: "/data/file", step: step, system: SystemError(code: ENOSPC))
    #expect(error.kind == kind)
    #expect(error.reason == "\(what): No space left on device")
    #expect(error.description == "/data/file: \(what): No space left on device")
  }
}
