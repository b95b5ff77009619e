import TrainParallel

/// What the program itself has to complain about.
struct ProgramError: ReportableError, Equatable {
  let kind: ErrorKind
  let description: String

  init(_ kind: ErrorKind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// The program was used wrongly.
  static func usage(_ description: String) -> ProgramError {
    ProgramError(.usage, description)
  }
}
