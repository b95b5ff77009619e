/// The kernels of activation functions that stand by themselves.
public protocol CurveKernels {
  /// The vector type.
  associatedtype V: Vector

  /// y = f(x) and, where asked for, dy/dx, element by element.
  ///
  /// - Parameters:
  ///   - function: f.
  ///   - count: The number of elements.
  ///   - x: The inputs.
  ///   - y: The outputs; may be the same memory.
  ///   - derivative: Where dy/dx goes.
  static func curve(
    _ function: CurveFunction, count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    derivative: UnsafeMutablePointer<Float>?)

  /// y[i] = a[i] · b[i]
  static func multiply(
    count: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>)

  /// y[i] = x[i] where it is positive, slopes[i] · x[i] elsewhere.
  static func rectify(
    count: Int, _ x: UnsafePointer<Float>, slopes: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>)

  /// dx[i] = dy[i] where x[i] is positive, slopes[i] · dy[i] elsewhere, and there dSlopes[i] += x[i] · dy[i].
  static func rectifyBack(
    count: Int, _ x: UnsafePointer<Float>, slopes: UnsafePointer<Float>, dy: UnsafePointer<Float>,
    dx: UnsafeMutablePointer<Float>?, dSlopes: UnsafeMutablePointer<Float>)

  /// y[c] = x[c] · d[c]^−β with d[c] = k + α Σ x[j]² over |j − c| ≤ r: one pixel.
  ///
  /// - Parameters:
  ///   - response: k, α, β and r.
  ///   - channels: C.
  ///   - x: The inputs.
  ///   - y: The outputs.
  ///   - denominators: d.
  ///   - padded: Scratch of C + 2 r + 32 floats.
  static func respond(
    _ response: LocalResponse, channels: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    denominators: UnsafeMutablePointer<Float>, padded: UnsafeMutablePointer<Float>)

  /// dx[c] = dy[c] · d[c]^−β − 2αβ x[c] Σ dy[j] y[j] / d[j] over |j − c| ≤ r: one pixel.
  static func respondBack(
    _ response: LocalResponse, channels: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    denominators: UnsafePointer<Float>, dy: UnsafePointer<Float>, dx: UnsafeMutablePointer<Float>,
    padded: UnsafeMutablePointer<Float>)
}

/// The constants of a local response normalization.
@frozen public struct LocalResponse: Hashable, Sendable {
  /// r: the channels on each side.
  public var radius: Int
  /// k.
  public var bias: Float
  /// α.
  public var alpha: Float
  /// β.
  public var beta: Float

  /// Gathers the constants.
  @inlinable public init(radius: Int, bias: Float, alpha: Float, beta: Float) {
    self.radius = radius
    self.bias = bias
    self.alpha = alpha
    self.beta = beta
  }
}

/// A vector of the elements that are there: `count` of them, at most a vector's width.
@_transparent
@usableFromInline func load<V: Vector>(_: V.Type, _ p: UnsafePointer<Float>, _ count: Int) -> V {
  count >= V.width ? V.load(p) : V.load(p, count: count)
}

/// Writes as many lanes as there are elements.
@_transparent
@usableFromInline func store<V: Vector>(_ vector: V, _ p: UnsafeMutablePointer<Float>, _ count: Int) {
  if count >= V.width { vector.store(p) } else { vector.store(p, count: count) }
}

/// Whole vectors of channels by their first channel, then what is left of one: the body is compiled for both, so that a
/// loop over whole vectors asks nothing.
@inlinable @inline(__always)
func forEachVector<V: Vector>(_: V.Type, of channels: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
  var first = 0
  while first &+ V.width <= channels {
    body(first, V.width)
    first &+= V.width
  }
  if first < channels { body(first, channels &- first) }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension CurveKernels {
  @inlinable @inline(__always)
  public static func curve(
    _ function: CurveFunction, count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    derivative: UnsafeMutablePointer<Float>?
  ) {
    switch function {
    case .leakyReLU(let slope): curve(Leaky(slope: slope), count, x, y, derivative)
    case .elu(let alpha): curve(ExponentialLinear(alpha: alpha), count, x, y, derivative)
    case .gelu: curve(GaussianLinear(), count, x, y, derivative)
    case .hardSwish: curve(HardSwish(), count, x, y, derivative)
    case .softplus: curve(Softplus(), count, x, y, derivative)
    case .clamp(let low, let high): curve(Clamp(low: low, high: high), count, x, y, derivative)
    case .rectified(let slope, let threshold, let high):
      curve(
        ThresholdedLinear(slope: slope, threshold: threshold, high: high), count, x, y, derivative)
    }
  }

  @inlinable @inline(__always)
  static func curve<Body: CurveBody>(
    _ body: Body, _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ derivative: UnsafeMutablePointer<Float>?
  ) {
    var i = 0
    while i < count {
      let left = count &- i
      let (value, slope): (V, V) = body(load(V.self, x + i, left))
      store(value, y + i, left)
      if let derivative { store(slope, derivative + i, left) }
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func multiply(
    count: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      let left = count &- i
      store(load(V.self, a + i, left) * load(V.self, b + i, left), y + i, left)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func rectify(
    count: Int, _ x: UnsafePointer<Float>, slopes: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      let left = count &- i
      let value = load(V.self, x + i, left)
      let scaled = value * load(V.self, slopes + i, left)
      store(scaled.replacing(with: value, where: V.isGreater(value, V.zero)), y + i, left)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func rectifyBack(
    count: Int, _ x: UnsafePointer<Float>, slopes: UnsafePointer<Float>, dy: UnsafePointer<Float>,
    dx: UnsafeMutablePointer<Float>?, dSlopes: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      let left = count &- i
      let (value, gradient) = (load(V.self, x + i, left), load(V.self, dy + i, left))
      let isPositive = V.isGreater(value, V.zero)
      if let dx {
        let scaled = gradient * load(V.self, slopes + i, left)
        store(scaled.replacing(with: gradient, where: isPositive), dx + i, left)
      }
      let own = (value * gradient).replacing(with: V.zero, where: isPositive)
      store(load(V.self, dSlopes + i, left) + own, dSlopes + i, left)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func respond(
    _ response: LocalResponse, channels: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    denominators: UnsafeMutablePointer<Float>, padded: UnsafeMutablePointer<Float>
  ) {
    surround(padded, channels, response.radius)
    multiply(count: channels, x, x, padded + response.radius)
    var c = 0
    while c < channels {
      let left = channels &- c
      let sum = windowSum(padded + c, response.radius)
      let d = V(repeating: response.bias).addingProduct(of: sum, V(repeating: response.alpha))
      store(d, denominators + c, left)
      store(load(V.self, x + c, left) * d.power(minus: response.beta), y + c, left)
      c &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func respondBack(
    _ response: LocalResponse, channels: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    denominators: UnsafePointer<Float>, dy: UnsafePointer<Float>, dx: UnsafeMutablePointer<Float>,
    padded: UnsafeMutablePointer<Float>
  ) {
    surround(padded, channels, response.radius)
    var c = 0
    while c < channels {
      let left = channels &- c
      let product = load(V.self, dy + c, left) * load(V.self, y + c, left)
      // Where there are no channels any more, 0 / 0 would come out.
      let d = load(V.self, denominators + c, left)
      let quotient = (product / d).replacing(with: V.zero, where: V.isEqual(product, V.zero))
      store(quotient, padded + (c &+ response.radius), left)
      c &+= V.width
    }
    let factor = V(repeating: -2 * response.alpha * response.beta)
    c = 0
    while c < channels {
      let left = channels &- c
      let d = load(V.self, denominators + c, left).maximum(V(repeating: 1e-5))
      let own = load(V.self, dy + c, left) * d.power(minus: response.beta)
      let sum = windowSum(padded + c, response.radius)
      store(own.addingProduct(of: factor * load(V.self, x + c, left), sum), dx + c, left)
      c &+= V.width
    }
  }

  /// Writes zeros on both sides of the channels, as far as windows and whole vectors reach.
  @inlinable @inline(__always)
  static func surround(_ padded: UnsafeMutablePointer<Float>, _ channels: Int, _ radius: Int) {
    for i in 0..<radius { padded[i] = 0 }
    for i in radius &+ channels..<channels &+ 2 &* radius &+ 32 { padded[i] = 0 }
  }

  @inlinable @inline(__always)
  static func windowSum(_ first: UnsafePointer<Float>, _ radius: Int) -> V {
    var sum = V.zero
    for j in 0..<2 &* radius &+ 1 { sum = sum + V.load(first + j) }
    return sum
  }
}
