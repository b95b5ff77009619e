/// One file of a directory of images.
public struct ImageFile: Hashable, Sendable {
  /// The path as to open.
  public var path: String
  /// The path below the data directory, with "/" between folders: `cat/fluffy.jpg`. It names the sample: its hash is the
  /// sample's number in every random draw.
  public var relativePath: String
  /// The index of its class, 0 for a file without one.
  public var label: Int

  /// Creates a file record; nothing is opened.
  public init(path: String, relativePath: String, label: Int) {
    self.path = path
    self.relativePath = relativePath
    self.label = label
  }
}

/// A file that cannot be used, and why.
public struct BadImage: Hashable, Sendable, CustomStringConvertible {
  /// The path as it was opened.
  public var path: String
  /// What was found.
  public var reason: String

  /// Creates a record.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// `path: reason`.
  public var description: String { "\(path): \(reason)" }
}

/// What happens when a file cannot be used.
public enum BadImagePolicy: String, Sendable, Hashable, CaseIterable {
  /// All such files are listed in one error.
  case fail
  /// They are left out, and listed in the data set's `badImages`.
  case skip
}
