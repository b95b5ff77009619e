/// What went wrong, as far as a program's exit code tells it apart (the numbers are those of `sysexits.h`).
public enum ErrorKind: Int32, Sendable, CaseIterable {
  /// The program was used wrongly: an unknown option or name, a malformed or impossible value.
  case usage = 64
  /// The data is not what it should be: no images, one class only, a damaged image or model.
  case badData = 65
  /// A named input is not there or cannot be read.
  case missingInput = 66
  /// A fault of ours.
  case internalFault = 70
  /// The output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed midway.
  case inputOutput = 74

  /// The exit code of a program that ends for this reason.
  public var exitCode: Int32 { rawValue }
}

/// An error of the outside world: it says in one message what was found, what was expected and what to do.
public protocol ReportableError: Error, CustomStringConvertible, Sendable {
  /// What went wrong, as the exit code tells it.
  var kind: ErrorKind { get }
}
