/// What happens to one image in one epoch: drawn first, applied without any further chance.
///
/// output(y, x) = input(y' + `verticalShift`, x' + `horizontalShift`), where y' and x' are y and x, counted from the
/// other end if flipped: the image is shifted, then flipped, as in Keras.
public struct ImageTransform: Hashable, Sendable {
  /// Rows by which the image moves up.
  public var verticalShift: Double
  /// Columns by which the image moves to the left.
  public var horizontalShift: Double
  /// Whether left and right are exchanged.
  public var flipsHorizontally: Bool
  /// Whether top and bottom are exchanged.
  public var flipsVertically: Bool

  /// Creates a transform; without arguments, the one that changes nothing.
  public init(
    verticalShift: Double = 0, horizontalShift: Double = 0, flipsHorizontally: Bool = false,
    flipsVertically: Bool = false
  ) {
    self.verticalShift = verticalShift
    self.horizontalShift = horizontalShift
    self.flipsHorizontally = flipsHorizontally
    self.flipsVertically = flipsVertically
  }
}
