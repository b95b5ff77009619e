/// A height and a width: of a window, a stride, a distance of taps.
///
/// A literal stands for a square: `kernelSize: 3` is three by three.
public struct Size2: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The vertical size.
  public let height: Int
  /// The horizontal size.
  public let width: Int

  /// Creates a size from its height and width, both at least 1.
  public init(_ height: Int, _ width: Int) {
    precondition(height > 0 && width > 0, "A height and a width are at least 1, not \(height)x\(width)")
    self.height = height
    self.width = width
  }

  /// Creates a square.
  public init(integerLiteral side: Int) {
    self.init(side, side)
  }

  /// The size as people write it: `3x3`.
  public var description: String { "\(height)x\(width)" }

  /// The pair that `WindowShape` takes.
  var pair: (Int, Int) { (height, width) }
}
