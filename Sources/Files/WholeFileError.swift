/// Why a file could not be written whole.
package struct WholeFileError: ReportableError, Hashable {
  /// What was being done.
  package enum Step: Sendable, Hashable {
    case create, write, flush, close, rename, flushFolder
  }

  /// The file.
  package let path: String
  /// What was being done.
  package let step: Step
  /// The system's error.
  package let system: SystemError

  /// Whether there was no place for the file, or writing it failed midway.
  package var kind: ErrorKind {
    switch step {
    case .create, .close, .rename: .cannotCreate
    case .write, .flush, .flushFolder: .inputOutput
    }
  }

  /// What failed, and the system's words: `it cannot be created: Permission denied`.
  package var reason: String {
    let what =
      switch step {
      case .create: "it cannot be created"
      case .write: "it cannot be written"
      case .flush: "it cannot be flushed"
      case .close, .rename: "it cannot be put in place"
      case .flushFolder: "its folder cannot be flushed"
      }
    return "\(what): \(system)"
  }

  /// The file and the reason.
  package var description: String { "\(path): \(reason)" }
}
