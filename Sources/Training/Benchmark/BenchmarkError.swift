import Files

/// A result was wrong, so that its speed means nothing.
package struct BenchmarkError: ReportableError, Hashable {
  package let description: String

  /// Says what was found and what was expected.
  package init(_ description: String) {
    self.description = description
  }

  /// A fault of ours.
  package var kind: ErrorKind { .internalFault }
}
