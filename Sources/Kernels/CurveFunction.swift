/// The activation functions that are computed by themselves, behind the layer whose outputs they take.
///
/// At a kink the slope is Keras': that of the left side, but 0 where an upper limit begins, and 1 where hard swish ends.
@frozen public enum CurveFunction: Hashable, Sendable {
  /// y = max(x, αx), 0 ≤ α ≤ 1
  case leakyReLU(slope: Float)
  /// y = x above 0, α (eˣ − 1) below
  case elu(alpha: Float)
  /// y = x Φ(x), Φ the normal distribution: x (1 + erf(x / √2)) / 2
  case gelu
  /// y = x · min(max(x + 3, 0), 6) / 6
  case hardSwish
  /// y = log(1 + eˣ)
  case softplus
  /// y = x between `low` and `high`, the nearer of them elsewhere
  case clamp(low: Float, high: Float)
  /// y = `high` from there on, x from the threshold on, α (x − threshold) below
  case rectified(slope: Float, threshold: Float, high: Float)
}

/// A function of `CurveFunction` on a vector: y and dy/dx.
@usableFromInline protocol CurveBody {
  func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V)
}

@usableFromInline struct Leaky: CurveBody {
  @usableFromInline let slope: Float
  @_transparent @usableFromInline init(slope: Float) { self.slope = slope }

  @_transparent @usableFromInline func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V) {
    let factor = V(repeating: slope).replacing(with: V(repeating: 1), where: V.isGreater(x, V.zero))
    return (x * factor, factor)
  }
}

@usableFromInline struct ExponentialLinear: CurveBody {
  @usableFromInline let alpha: Float
  @_transparent @usableFromInline init(alpha: Float) { self.alpha = alpha }

  @_transparent @usableFromInline func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V) {
    let isAbove = V.isGreater(x, V.zero)
    let (one, scale) = (V(repeating: 1), V(repeating: alpha))
    // Near 0 the difference eˣ − 1 would lose its digits.
    let e = x.minimum(V.zero).exponential()
    let near = x * (one + x * (V(repeating: 0.5) + x * V(repeating: 1 / 6)))
    let isNear = V.isGreater(x, V(repeating: -0.01))
    let difference = (e - one).replacing(with: near, where: isNear)
    return (
      (scale * difference).replacing(with: x, where: isAbove),
      (scale * e).replacing(with: one, where: isAbove)
    )
  }
}

/// - Source: the approximation of erf to 1.5 · 10⁻⁷ is M. Abramowitz, I. Stegun, Handbook of Mathematical Functions,
///   7.1.26.
@usableFromInline struct GaussianLinear: CurveBody {
  @_transparent @usableFromInline init() {}

  @_transparent @usableFromInline func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V) {
    let (one, half) = (V(repeating: 1), V(repeating: 0.5))
    let isNegative = V.isGreater(V.zero, x)
    let magnitude = x.replacing(with: V.zero - x, where: isNegative)
    let z = magnitude * V(repeating: 0.707_106_781)
    let bell = (V.zero - z * z).exponential()
    let t = one / (one + z * V(repeating: 0.327_591_1))
    var p = V(repeating: -1.453_152_027).addingProduct(of: t, V(repeating: 1.061_405_429))
    p = V(repeating: 1.421_413_741).addingProduct(of: p, t)
    p = V(repeating: -0.284_496_736).addingProduct(of: p, t)
    p = V(repeating: 0.254_829_592).addingProduct(of: p, t)
    // 1 − Φ(|x|) on one side, Φ(|x|) on the other.
    let tail = half * p * t * bell
    let distribution = (one - tail).replacing(with: tail, where: isNegative)
    let density = bell * V(repeating: 0.398_942_28)
    return (x * distribution, distribution.addingProduct(of: x, density))
  }
}

@usableFromInline struct HardSwish: CurveBody {
  @_transparent @usableFromInline init() {}

  @_transparent @usableFromInline func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V) {
    let (one, three, sixth) = (V(repeating: 1), V(repeating: 3), V(repeating: 1 / 6))
    let gate = (x + three).maximum(V.zero).minimum(V(repeating: 6)) * sixth
    let inside = (x + x + three) * sixth
    let slope = V.zero.replacing(with: inside, where: V.isGreater(x, V(repeating: -3)))
    return (x * gate, one.replacing(with: slope, where: V.isGreater(three, x)))
  }
}

@usableFromInline struct Softplus: CurveBody {
  @_transparent @usableFromInline init() {}

  @_transparent @usableFromInline func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V) {
    let isNegative = V.isGreater(V.zero, x)
    let magnitude = x.replacing(with: V.zero - x, where: isNegative)
    // max(x, 0) + log(1 + e^−|x|)
    let rest = (V.zero - magnitude).exponential().logarithmOfOnePlus()
    return (x.maximum(V.zero) + rest, x.sigmoid())
  }
}

@usableFromInline struct Clamp: CurveBody {
  @usableFromInline let low: Float
  @usableFromInline let high: Float
  @_transparent @usableFromInline init(low: Float, high: Float) { (self.low, self.high) = (low, high) }

  @_transparent @usableFromInline func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V) {
    let (low, high) = (V(repeating: low), V(repeating: high))
    let slope = V.zero.replacing(with: V(repeating: 1), where: V.isGreater(x, low))
    return (
      x.maximum(low).minimum(high), V.zero.replacing(with: slope, where: V.isGreater(high, x))
    )
  }
}

@usableFromInline struct ThresholdedLinear: CurveBody {
  @usableFromInline let slope: Float
  @usableFromInline let threshold: Float
  @usableFromInline let high: Float

  @_transparent @usableFromInline init(slope: Float, threshold: Float, high: Float) {
    (self.slope, self.threshold, self.high) = (slope, threshold, high)
  }

  @_transparent @usableFromInline func callAsFunction<V: Vector>(_ x: V) -> (y: V, slope: V) {
    let (factor, start, high) = (V(repeating: slope), V(repeating: threshold), V(repeating: high))
    let isAbove = V.isGreater(x, start)
    let y = (factor * (x - start)).replacing(with: x, where: isAbove)
    let slope = V.zero.replacing(with: V(repeating: 1), where: V.isGreater(high, x))
    return (
      y.replacing(with: high, where: V.isGreater(x, high)), factor.replacing(with: slope, where: isAbove)
    )
  }
}
