/// Which images belong together and are never split between training and validation: those of one patient, one video, one
/// day. They show in the beginning of the files' names.
public enum SampleGrouping: Hashable, Sendable, CustomStringConvertible {
  /// The name up to the first occurrence of a text: `patient07_3.png` and `patient07_9.png` for `_`. A name without it is a
  /// group of its own.
  case upTo(String)
  /// So many characters of the name.
  case characters(Int)

  /// Reads a number of characters or the text that ends the prefix; nil for an empty text and for 0.
  public init?(_ text: String) {
    if let count = Int(text) {
      guard count > 0 else { return nil }
      self = .characters(count)
    } else {
      guard !text.isEmpty else { return nil }
      self = .upTo(text)
    }
  }

  /// The number or the text.
  public var description: String {
    switch self {
    case .upTo(let text): text
    case .characters(let count): "\(count)"
    }
  }

  /// The group of an image by its path: its folder plays no part, so that what is in two classes stays together too.
  public func group(of relativePath: String) -> String {
    let name = relativePath.split(separator: "/").last ?? ""
    switch self {
    case .upTo(let text):
      guard let range = name.firstRange(of: text) else { return String(name) }
      return String(name[..<range.lowerBound])
    case .characters(let count): return String(name.prefix(count))
    }
  }
}
