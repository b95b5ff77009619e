/// How a result is sampled from an image: where in the image each of its pixels lies, and what stands between and beyond
/// the image's pixels.
@frozen public struct AffineSampling {
  /// H: the rows of the image.
  public var height: Int
  /// W: the columns of the image.
  public var width: Int
  /// C; the image has fewer than 2³¹ bytes.
  public var channels: Int
  /// The columns of the result.
  public var count: Int
  /// The image's row at each place of the result.
  public var row: AffineCoordinate
  /// The image's column at each place of the result.
  public var column: AffineCoordinate
  /// What stands beyond the edges.
  public var edge: EdgeRule
  /// What stands wherever a coordinate lies outside of 0 ... n − 1, if only by a part of a pixel, in place of what the
  /// edge rule says; nil for the edge rule.
  public var constant: Float?
  /// Whether a result is the nearest pixel (⌊coordinate + 1/2⌋) and not the bilinear mean of four.
  public var isNearest: Bool
  /// The factor of the pixels; the constant is taken as it is.
  public var scale: Float
  /// Whether the neighbours of all pixels are known to lie in the image, so that nobody need look.
  public var isInside = false

  /// Describes a sampling.
  @inlinable public init(
    height: Int, width: Int, channels: Int, count: Int, row: AffineCoordinate, column: AffineCoordinate,
    edge: EdgeRule, constant: Float?, isNearest: Bool, scale: Float
  ) {
    self.height = height
    self.width = width
    self.channels = channels
    self.count = count
    self.row = row
    self.column = column
    self.edge = edge
    self.constant = constant
    self.isNearest = isNearest
    self.scale = scale
  }
}

/// A coordinate that is affine in the place (r, i) of a result: `origin` + r `perRow` + i `perColumn`, in units of 2⁻³²
/// pixels.
///
/// In fixed point, so that it is the same on every processor, whatever way it is added up, and that a turn by a right
/// angle meets the pixels. With steps rounded to 2⁻³³, a coordinate is wrong by less than (r + i + 1) 2⁻³³ pixels.
@frozen public struct AffineCoordinate: Equatable, Sendable {
  /// The coordinate at (0, 0).
  public var origin: Int64
  /// What a row adds.
  public var perRow: Int64
  /// What a column adds.
  public var perColumn: Int64

  /// Rounds a coordinate in pixels; what is beyond 2²⁹ pixels, or 2¹⁰ a step, is taken as that.
  @inlinable public init(origin: Double, perRow: Double, perColumn: Double) {
    self.origin = Self.fixed(origin, most: 0x1p29)
    self.perRow = Self.fixed(perRow, most: 0x1p10)
    self.perColumn = Self.fixed(perColumn, most: 0x1p10)
  }

  @inlinable static func fixed(_ value: Double, most: Double) -> Int64 {
    Int64((min(max(value, -most), most) * 0x1p32).rounded())
  }

  /// The coordinates along a row.
  @inlinable @inline(__always)
  func line(row: Int) -> FixedLine {
    FixedLine(start: origin &+ Int64(row) &* perRow, step: perColumn)
  }
}

/// Coordinates at even distances, in units of 2⁻³²: start, start + step, ...
@frozen @usableFromInline struct FixedLine {
  @usableFromInline var start: Int64
  @usableFromInline var step: Int64

  @inlinable @inline(__always)
  init(start: Int64, step: Int64) {
    self.start = start
    self.step = step
  }

  /// Pixel i of the line.
  @inlinable @inline(__always)
  subscript(i: Int) -> Int64 { start &+ Int64(i) &* step }

  /// The coordinates i ..< i + 4.
  @inlinable @inline(__always)
  func four(from i: Int) -> SIMD4<Int64> {
    let first = self[i]
    return SIMD4(first, first &+ step, first &+ 2 &* step, first &+ 3 &* step)
  }

  /// From four coordinates to the next four.
  @inlinable @inline(__always)
  var fourSteps: SIMD4<Int64> { SIMD4(repeating: 4 &* step) }

  /// What eight coordinates are ahead of the first.
  @inlinable @inline(__always)
  var eightSteps: SIMD8<Int64> { SIMD8(0, 1, 2, 3, 4, 5, 6, 7) &* SIMD8(repeating: step) }

  /// The places i of 0 ..< `count` with 0 ≤ start + i step < `end`.
  @inlinable @inline(__always)
  func places(below end: Int64, count: Int) -> (first: Int, end: Int) {
    if step == 0 { return (0, start >= 0 && start < end ? count : 0) }
    let (first, last): (Int, Int)
    if step > 0 {
      (first, last) = (reach(0, count: count), reach(end, count: count))
    } else {
      let turned = FixedLine(start: 0 &- start, step: 0 &- step)
      (first, last) = (turned.reach(1 &- end, count: count), turned.reach(1, count: count))
    }
    return (min(first, last), last)
  }

  /// The first place of 0 ..< `count` with start + i step ≥ `bound`, `count` where there is none; step > 0.
  ///
  /// Floating point says about where, integers say where: a division of 64-bit integers takes as long as eight pixels.
  @inlinable @inline(__always)
  func reach(_ bound: Int64, count: Int) -> Int {
    if start >= bound { return 0 }
    let about = Double(bound &- start) / Double(step)
    var i = about < Double(count) ? Int(about) : count
    while i > 0 && self[i &- 1] >= bound { i &-= 1 }
    while i < count && self[i] < bound { i &+= 1 }
    return i
  }
}
