import Files

/// What is wrong with a file of weights or of a model.
public struct ModelFileError: ReportableError, Hashable {
  /// The file.
  public let path: String
  /// What was found, what was expected, what to do.
  public let reason: String
  /// Whether the file is not there, is damaged, or cannot be read or written.
  public let kind: ErrorKind

  /// Whether there was no room left for the file.
  public let isDiskFull: Bool

  /// Describes an error.
  public init(path: String, reason: String, kind: ErrorKind, isDiskFull: Bool = false) {
    self.path = path
    self.reason = reason
    self.kind = kind
    self.isDiskFull = isDiskFull
  }

  /// The file and the reason.
  public var description: String { "\(path): \(reason)" }
}
