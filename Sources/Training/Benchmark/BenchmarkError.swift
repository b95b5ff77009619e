import Files

/// Why a measurement means nothing.
package enum BenchmarkError: ReportableError, Hashable {
  /// The result was wrong: what was found, and what was expected.
  case wrongResult(String)

  /// A fault of ours.
  package var kind: ErrorKind { .internalFault }

  package var description: String {
    switch self {
    case .wrongResult(let text): text
    }
  }
}
