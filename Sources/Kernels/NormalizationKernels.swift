/// The kernels that measure and normalize channels.
///
/// Sums over pixels run in four parts, pixel modulo 4, that are folded as (0 + 1) + (2 + 3), those of gradients in two: the
/// same for every vector.
public protocol NormalizationKernels {
  /// The vector type.
  associatedtype V: Vector

  /// sums[c] += Σ x[c] over the pixels of a row.
  static func addSums(pixels: Int, channels: Int, _ x: PixelSpan, to sums: UnsafeMutablePointer<Float>)

  /// Adds a row of m pixels to the mean and to D = Σ (x[c] − mean)² of the n pixels before it: with those of the row alone,
  /// mean + δ m / (n + m) and D + D' + δ² n m / (n + m), δ being mean' − mean.
  ///
  /// The row is read twice, while it is in the first-level cache.
  ///
  /// - Parameters:
  ///   - before: n; `means` and `deviations` are 0 where it is.
  ///
  /// - Source: T. Chan, G. Golub, R. LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances",
  ///   1979.
  static func addMoments(
    pixels: Int, channels: Int, _ x: PixelSpan, before: Int, means: UnsafeMutablePointer<Float>,
    deviations: UnsafeMutablePointer<Float>)

  /// y[c] = min(max((x[c] − centers[c]) · factors[c] + offsets[c], low), high), over a row of pixels.
  static func normalize(
    pixels: Int, channels: Int, _ x: PixelSpan, _ line: ChannelLine, low: Float, high: Float, _ y: PixelSpan)

  /// sums[c] += Σ g, products[c] += Σ g (x[c] − centers[c]) over a row of pixels, with g = dy where `normalize` limits
  /// nothing, 0 elsewhere.
  static func addNormalizationGradients(
    pixels: Int, channels: Int, dy: PixelSpan, x: PixelSpan, _ line: ChannelLine, low: Float, high: Float,
    sums: UnsafeMutablePointer<Float>, products: UnsafeMutablePointer<Float>)

  /// dx[c] = factors[c] · g[c] + slopes[c] · (x[c] − centers[c]) + shifts[c] over a row of pixels, with g = dy where
  /// `normalize` limits nothing, 0 elsewhere; dx may be where dy is.
  static func normalizeBack(
    pixels: Int, channels: Int, dy: PixelSpan, x: PixelSpan, _ line: ChannelLine, low: Float, high: Float,
    slopes: UnsafePointer<Float>, shifts: UnsafePointer<Float>, dx: PixelSpan)

  /// y = (x − mean) / √(variance + ε) · γ + β over the channels of one pixel.
  ///
  /// - Returns: The mean and 1 / √(variance + ε).
  static func normalizePixel(
    channels: Int, _ x: UnsafePointer<Float>, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
    epsilon: Float, _ y: UnsafeMutablePointer<Float>
  ) -> (mean: Float, inverse: Float)

  /// The way back of `normalizePixel`: dx, and dγ and dβ added to.
  static func normalizePixelBack(
    channels: Int, _ x: UnsafePointer<Float>, mean: Float, inverse: Float, gamma: UnsafePointer<Float>?,
    dy: UnsafePointer<Float>, dx: UnsafeMutablePointer<Float>?, dGamma: UnsafeMutablePointer<Float>?,
    dBeta: UnsafeMutablePointer<Float>?)
}

/// A line for each channel: (x − center) · factor + offset.
@frozen public struct ChannelLine {
  /// What is subtracted first.
  public var centers: UnsafePointer<Float>
  /// What is multiplied then.
  public var factors: UnsafePointer<Float>
  /// What is added last.
  public var offsets: UnsafePointer<Float>

  /// Gathers the lines.
  @inlinable public init(
    centers: UnsafePointer<Float>, factors: UnsafePointer<Float>, offsets: UnsafePointer<Float>
  ) {
    self.centers = centers
    self.factors = factors
    self.offsets = offsets
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension NormalizationKernels {
  @inlinable @inline(__always)
  public static func addSums(
    pixels: Int, channels: Int, _ x: PixelSpan, to sums: UnsafeMutablePointer<Float>
  ) {
    @inline(__always) func vector(_ c: Int, _ left: Int) {
      let start = x.start + c
      let sum = sumOfPixels(pixels) { load(V.self, start + $0 &* x.stride, left) }
      store(load(V.self, sums + c, left) + sum, sums + c, left)
    }
    forEachVector(V.self, of: channels, vector)
  }

  @inlinable @inline(__always)
  public static func addMoments(
    pixels: Int, channels: Int, _ x: PixelSpan, before: Int, means: UnsafeMutablePointer<Float>,
    deviations: UnsafeMutablePointer<Float>
  ) {
    let (old, new) = (Float(before), Float(pixels))
    let inverse = V(repeating: 1 / new)
    let share = V(repeating: new / (old + new))
    let weight = V(repeating: old * new / (old + new))
    @inline(__always) func vector(_ c: Int, _ left: Int) {
      let start = x.start + c
      let center = sumOfPixels(pixels) { load(V.self, start + $0 &* x.stride, left) } * inverse
      let squares = sumOfPixels(pixels) {
        let difference = load(V.self, start + $0 &* x.stride, left) - center
        return difference * difference
      }
      let mean = load(V.self, means + c, left)
      let shift = center - mean
      store(mean.addingProduct(of: shift, share), means + c, left)
      let deviation = load(V.self, deviations + c, left) + squares
      store(deviation.addingProduct(of: shift * shift, weight), deviations + c, left)
    }
    forEachVector(V.self, of: channels, vector)
  }

  /// Σ of what a pixel gives, in four parts.
  @inlinable @inline(__always)
  static func sumOfPixels(_ pixels: Int, _ value: (Int) -> V) -> V {
    var (a, b, c, d) = (V.zero, V.zero, V.zero, V.zero)
    var pixel = 0
    while pixel &+ 4 <= pixels {
      a = a + value(pixel)
      b = b + value(pixel &+ 1)
      c = c + value(pixel &+ 2)
      d = d + value(pixel &+ 3)
      pixel &+= 4
    }
    if pixel < pixels { a = a + value(pixel) }
    if pixel &+ 1 < pixels { b = b + value(pixel &+ 1) }
    if pixel &+ 2 < pixels { c = c + value(pixel &+ 2) }
    return (a + b) + (c + d)
  }

  @inlinable @inline(__always)
  public static func normalize(
    pixels: Int, channels: Int, _ x: PixelSpan, _ line: ChannelLine, low: Float, high: Float, _ y: PixelSpan
  ) {
    let (least, most) = (V(repeating: low), V(repeating: high))
    forEachStretch(pixels: pixels, channels: channels) { pixels, c, left in
      let center = load(V.self, line.centers + c, left)
      let factor = load(V.self, line.factors + c, left)
      let offset = load(V.self, line.offsets + c, left)
      for pixel in pixels {
        let z = offset.addingProduct(
          of: load(V.self, x.start + (pixel &* x.stride &+ c), left) - center, factor)
        // What is not a number stays so.
        let above = z.replacing(with: least, where: V.isGreater(least, z))
        store(
          above.replacing(with: most, where: V.isGreater(above, most)), y.start + (pixel &* y.stride &+ c),
          left)
      }
    }
  }

  /// Visits a row of pixels in stretches of two kibibytes, and of each the channels vector by vector: far memory is read
  /// fastest in its order.
  @inlinable @inline(__always)
  static func forEachStretch(
    pixels: Int, channels: Int, _ body: (_ pixels: Range<Int>, _ first: Int, _ count: Int) -> Void
  ) {
    let most = max(1, 512 / channels)
    var first = 0
    while first < pixels {
      let end = min(first &+ most, pixels)
      forEachVector(V.self, of: channels) { body(first..<end, $0, $1) }
      first = end
    }
  }

  /// Where a value is inside its limits: outside, and on them, the gradient is 0.
  @inlinable @inline(__always)
  static func passing(_ gradient: V, _ z: V, _ low: V, _ high: V) -> V {
    V.zero.replacing(
      with: V.zero.replacing(with: gradient, where: V.isGreater(z, low)), where: V.isGreater(high, z))
  }

  @inlinable @inline(__always)
  public static func addNormalizationGradients(
    pixels: Int, channels: Int, dy: PixelSpan, x: PixelSpan, _ line: ChannelLine, low: Float, high: Float,
    sums: UnsafeMutablePointer<Float>, products: UnsafeMutablePointer<Float>
  ) {
    let (least, most) = (V(repeating: low), V(repeating: high))
    @inline(__always) func vector(_ c: Int, _ left: Int) {
      let center = load(V.self, line.centers + c, left)
      let factor = load(V.self, line.factors + c, left)
      let offset = load(V.self, line.offsets + c, left)
      var (sum0, sum1, product0, product1) = (V.zero, V.zero, V.zero, V.zero)
      for pixel in 0..<pixels {
        let difference = load(V.self, x.start + (pixel &* x.stride &+ c), left) - center
        let gradient = passing(
          load(V.self, dy.start + (pixel &* dy.stride &+ c), left),
          offset.addingProduct(of: difference, factor), least, most)
        if pixel & 1 == 0 {
          sum0 = sum0 + gradient
          product0 = product0.addingProduct(of: gradient, difference)
        } else {
          sum1 = sum1 + gradient
          product1 = product1.addingProduct(of: gradient, difference)
        }
      }
      store(load(V.self, sums + c, left) + (sum0 + sum1), sums + c, left)
      store(load(V.self, products + c, left) + (product0 + product1), products + c, left)
    }
    forEachVector(V.self, of: channels, vector)
  }

  @inlinable @inline(__always)
  public static func normalizeBack(
    pixels: Int, channels: Int, dy: PixelSpan, x: PixelSpan, _ line: ChannelLine, low: Float, high: Float,
    slopes: UnsafePointer<Float>, shifts: UnsafePointer<Float>, dx: PixelSpan
  ) {
    let (least, most) = (V(repeating: low), V(repeating: high))
    forEachStretch(pixels: pixels, channels: channels) { pixels, c, left in
      let center = load(V.self, line.centers + c, left)
      let factor = load(V.self, line.factors + c, left)
      let offset = load(V.self, line.offsets + c, left)
      let slope = load(V.self, slopes + c, left)
      let shift = load(V.self, shifts + c, left)
      for pixel in pixels {
        let difference = load(V.self, x.start + (pixel &* x.stride &+ c), left) - center
        let gradient = passing(
          load(V.self, dy.start + (pixel &* dy.stride &+ c), left),
          offset.addingProduct(of: difference, factor), least, most)
        store(
          shift.addingProduct(of: difference, slope).addingProduct(of: gradient, factor),
          dx.start + (pixel &* dx.stride &+ c), left)
      }
    }
  }

  @inlinable @inline(__always)
  public static func normalizePixel(
    channels: Int, _ x: UnsafePointer<Float>, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
    epsilon: Float, _ y: UnsafeMutablePointer<Float>
  ) -> (mean: Float, inverse: Float) {
    let mean = sumOfChannels(channels) { load(V.self, x + $0, $1) } / Float(channels)
    let center = V(repeating: mean)
    let squares = sumOfChannels(channels) {
      // Lanes behind the last channel must add nothing.
      let difference = load(V.self, x + $0, $1) - center
      let isThere = V.isGreater(V(repeating: Float($1)), V.laneNumbers)
      return V.zero.replacing(with: difference * difference, where: isThere)
    }
    let inverse = 1 / (squares / Float(channels) + epsilon).squareRoot()
    var c = 0
    while c < channels {
      let left = channels &- c
      var value = (load(V.self, x + c, left) - center) * V(repeating: inverse)
      if let gamma { value = value * load(V.self, gamma + c, left) }
      if let beta { value = value + load(V.self, beta + c, left) }
      store(value, y + c, left)
      c &+= V.width
    }
    return (mean, inverse)
  }

  @inlinable @inline(__always)
  public static func normalizePixelBack(
    channels: Int, _ x: UnsafePointer<Float>, mean: Float, inverse: Float, gamma: UnsafePointer<Float>?,
    dy: UnsafePointer<Float>, dx: UnsafeMutablePointer<Float>?, dGamma: UnsafeMutablePointer<Float>?,
    dBeta: UnsafeMutablePointer<Float>?
  ) {
    let (center, scale) = (V(repeating: mean), V(repeating: inverse))
    var c = 0
    while c < channels {
      let left = channels &- c
      let gradient = load(V.self, dy + c, left)
      if let dGamma {
        let normal = (load(V.self, x + c, left) - center) * scale
        store(load(V.self, dGamma + c, left).addingProduct(of: gradient, normal), dGamma + c, left)
      }
      if let dBeta { store(load(V.self, dBeta + c, left) + gradient, dBeta + c, left) }
      c &+= V.width
    }
    guard let dx else { return }
    // dy is 0 behind the last channel, so that products with it are.
    func scaled(_ c: Int, _ left: Int) -> V {
      let gradient = load(V.self, dy + c, left)
      guard let gamma else { return gradient }
      return gradient * load(V.self, gamma + c, left)
    }
    let sum = sumOfChannels(channels) { scaled($0, $1) } / Float(channels)
    let product =
      sumOfChannels(channels) { scaled($0, $1) * ((load(V.self, x + $0, $1) - center) * scale) }
      / Float(channels)
    c = 0
    while c < channels {
      let left = channels &- c
      let normal = (load(V.self, x + c, left) - center) * scale
      let value = (scaled(c, left) - V(repeating: sum) - normal * V(repeating: product)) * scale
      store(value, dx + c, left)
      c &+= V.width
    }
  }

  /// Σ over channels of what `value` gives for a vector of them, in 16 virtual lanes that are folded by one tree.
  @inlinable @inline(__always)
  static func sumOfChannels(_ channels: Int, _ value: (_ first: Int, _ left: Int) -> V) -> Float {
    var lanes = SIMD16<Float>()
    var lane = 0
    while lane < 16 {
      var sum = V.zero
      var c = lane
      while c < channels {
        sum = sum + value(c, channels &- c)
        c &+= 16
      }
      for k in 0..<V.width { lanes[lane &+ k] = sum[k] }
      lane &+= V.width
    }
    let eight = lanes.lowHalf + lanes.highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four[0] + four[2]) + (four[1] + four[3])
  }
}
