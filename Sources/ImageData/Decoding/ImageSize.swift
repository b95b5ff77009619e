/// The height and width of an image in pixels.
public struct ImageSize: Hashable, Sendable, CustomStringConvertible {
  /// The number of rows, H.
  public var height: Int
  /// The number of columns, W.
  public var width: Int

  /// Creates a size.
  public init(height: Int, width: Int) {
    precondition(height > 0 && width > 0, "An image has at least one row and one column")
    self.height = height
    self.width = width
  }

  /// Creates the size of a square.
  public init(_ side: Int) {
    self.init(height: side, width: side)
  }

  /// The number of pixels.
  public var area: Int { height * width }

  /// The size of the image at one `divisor`-th in both directions; a pixel that is cut counts whole.
  func reduced(by divisor: Int) -> ImageSize {
    ImageSize(height: (height + divisor - 1) / divisor, width: (width + divisor - 1) / divisor)
  }

  /// Height by width, as the command line takes it: `150x150`.
  public var description: String { "\(height)x\(width)" }
}
