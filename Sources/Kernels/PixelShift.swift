/// A strip of an image to be moved: H rows of `count` columns of C channels.
@frozen public struct PixelShift {
  /// H: the rows of the image and of the result.
  public var height: Int
  /// W: the columns of the image.
  public var width: Int
  /// C.
  public var channels: Int
  /// The row that the first row shows, beyond the edge or not.
  public var firstRow: Int
  /// The column that the first column shows, beyond the edge or not.
  public var firstColumn: Int
  /// The columns of the result.
  public var count: Int
  /// Whether the columns come from the last to the first.
  public var isReversed: Bool
  /// What stands beyond the edges.
  public var edge: EdgeRule
  /// The parts of a pixel, its right, its lower and its lower right neighbour, the factor included; nil if every result
  /// is one pixel.
  public var weights: BilinearWeights?
  /// The factor.
  public var scale: Float

  /// The most bytes that the columns and their right neighbours take: (count + 1) C.
  @inlinable public static var mostBytes: Int { 496 }
  /// The memory that the kernel works in: two rows, and what vectors write behind them.
  @inlinable public static var room: Int { 1024 }

  /// Describes a shift.
  @inlinable public init(
    height: Int, width: Int, channels: Int, firstRow: Int, firstColumn: Int, count: Int, isReversed: Bool,
    edge: EdgeRule, weights: BilinearWeights?, scale: Float
  ) {
    self.height = height
    self.width = width
    self.channels = channels
    self.firstRow = firstRow
    self.firstColumn = firstColumn
    self.count = count
    self.isReversed = isReversed
    self.edge = edge
    self.weights = weights
    self.scale = scale
  }

  /// The columns that are read: the right neighbours too where they count.
  @inlinable @inline(__always)
  var readCount: Int { weights == nil ? count : count &+ 1 }
}
