/// The kernels that change the values of pixels where they lie, and those that sum them up.
///
/// Every result has the same bits in every instruction set: products and sums are rounded one by one, and sums run over
/// eight lanes, whatever the vector's width.
public protocol ColorKernels {
  /// x[i] ← a[i] · clamp(gain · clamp(x[i] + shift)) + b[i], for a row of pixels.
  ///
  /// The inner clamp is to `low` ... `high`, the outer to 0 ... 255; a and b are repeated after
  /// `ColorAdjustment.period` values.
  static func adjust(count: Int, _ x: UnsafeMutablePointer<Float>, _ adjustment: ColorAdjustment)

  /// x[i] ← a[i] · x[i] + b[i], for a row of pixels.
  static func rescale(count: Int, _ x: UnsafeMutablePointer<Float>, _ adjustment: ColorAdjustment)

  /// The least and the greatest of some numbers and of two more.
  static func extremes(
    count: Int, _ x: UnsafePointer<Float>, and other: (least: Float, greatest: Float)
  ) -> (least: Float, greatest: Float)

  /// Σ (x[i] − center) and Σ (x[i] − center)², in double precision.
  static func moments(
    count: Int, _ x: UnsafePointer<Float>, center: Double
  ) -> (first: Double, second: Double)
}

/// What happens to each value of a pixel.
@frozen public struct ColorAdjustment {
  /// What is added first.
  public var shift: Float
  /// The least value after that.
  public var low: Float
  /// The greatest value after that.
  public var high: Float
  /// What is multiplied then; the product is kept within 0 ... 255.
  public var gain: Float
  /// a: `period` factors, those of a pixel's channels again and again.
  public var factors: UnsafePointer<Float>
  /// b: as many numbers that are added last.
  public var offsets: UnsafePointer<Float>

  /// After how many values a and b start again: a multiple of every vector, and of 1, 2, 3 and 4 channels.
  @inlinable public static var period: Int { 48 }

  /// Describes an adjustment.
  @inlinable public init(
    shift: Float, low: Float, high: Float, gain: Float, factors: UnsafePointer<Float>,
    offsets: UnsafePointer<Float>
  ) {
    self.shift = shift
    self.low = low
    self.high = high
    self.gain = gain
    self.factors = factors
    self.offsets = offsets
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ColorKernels {
  @inlinable @inline(__always)
  public static func adjust(
    count: Int, _ x: UnsafeMutablePointer<Float>, _ adjustment: ColorAdjustment
  ) {
    let (shift, gain) = (SIMD16(repeating: adjustment.shift), SIMD16(repeating: adjustment.gain))
    let (low, high) = (SIMD16(repeating: adjustment.low), SIMD16(repeating: adjustment.high))
    let (black, white) = (SIMD16<Float>(repeating: 0), SIMD16<Float>(repeating: 255))
    forEachVector(count, x) { vector, place in
      let shifted = (vector + shift).maximum(low).minimum(high)
      let value = (shifted * gain).maximum(black).minimum(white)
      return SIMD16.load(adjustment.factors + place) * value + SIMD16.load(adjustment.offsets + place)
    }
  }

  @inlinable @inline(__always)
  public static func rescale(
    count: Int, _ x: UnsafeMutablePointer<Float>, _ adjustment: ColorAdjustment
  ) {
    forEachVector(count, x) { vector, place in
      SIMD16.load(adjustment.factors + place) * vector + SIMD16.load(adjustment.offsets + place)
    }
  }

  @inlinable @inline(__always)
  public static func extremes(
    count: Int, _ x: UnsafePointer<Float>, and other: (least: Float, greatest: Float)
  ) -> (least: Float, greatest: Float) {
    var least = SIMD16(repeating: other.least)
    var greatest = SIMD16(repeating: other.greatest)
    var i = 0
    while i &+ 16 <= count {
      let vector = SIMD16.load(x + i)
      least = least.minimum(vector)
      greatest = greatest.maximum(vector)
      i &+= 16
    }
    var result = other
    for lane in 0..<16 {
      result = (min(result.least, least[lane]), max(result.greatest, greatest[lane]))
    }
    while i < count {
      result = (min(result.least, x[i]), max(result.greatest, x[i]))
      i &+= 1
    }
    return result
  }

  @inlinable @inline(__always)
  public static func moments(
    count: Int, _ x: UnsafePointer<Float>, center: Double
  ) -> (first: Double, second: Double) {
    var first = SIMD8<Double>(repeating: 0)
    var second = SIMD8<Double>(repeating: 0)
    let centers = SIMD8(repeating: center)
    var i = 0
    while i &+ 8 <= count {
      let deviation = widened(SIMD8<Float>.load(x + i)) - centers
      first += deviation
      second += deviation * deviation
      i &+= 8
    }
    while i < count {
      let deviation = Double(x[i]) - center
      first[0] += deviation
      second[0] += deviation * deviation
      i &+= 1
    }
    var sums = (first: 0.0, second: 0.0)
    for lane in 0..<8 {
      sums.first += first[lane]
      sums.second += second[lane]
    }
    return sums
  }

  /// Replaces vector after vector, each with its place in a and b; the last one may have fewer numbers.
  @inlinable @inline(__always)
  static func forEachVector(
    _ count: Int, _ x: UnsafeMutablePointer<Float>,
    _ body: (SIMD16<Float>, Int) -> SIMD16<Float>
  ) {
    var (i, place) = (0, 0)
    while i &+ 16 <= count {
      body(SIMD16.load(x + i), place).store(x + i)
      i &+= 16
      place = place == ColorAdjustment.period &- 16 ? 0 : place &+ 16
    }
    if i < count {
      body(SIMD16.load(x + i, count: count &- i), place).store(x + i, count: count &- i)
    }
  }
}
