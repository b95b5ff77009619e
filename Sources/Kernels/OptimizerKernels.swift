/// One step of each optimizer over a stretch of the flat parameter buffer.
///
/// All stretches are whole multiples of 16 floats: the parameter layout pads every tensor, and a gradient of zero
/// leaves the padding at zero.
///
/// - Source: `keras/src/optimizers/{sgd,adam,rmsprop,adagrad}.py`, Keras 3.
public protocol OptimizerKernels {
  /// The vector type.
  associatedtype V: Vector

  /// w ← w − w · rate
  static func decay(count: Int, weights: UnsafeMutablePointer<Float>, rate: Float)

  /// w ← w − ηg
  static func gradientDescent(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, learningRate: Float)

  /// m ← μm − ηg, then w ← w + m, or w ← w + μm − ηg with Nesterov's form.
  static func momentum(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, learningRate: Float, momentum: Float, nesterov: Bool)

  /// m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − αm / (√v + ε)
  ///
  /// It takes 1 − β rather than β: for β₂ = 0.999 the difference in `Float` would be wrong in the fifth digit.
  static func adam(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>, alpha: Float,
    oneMinusBeta1: Float, oneMinusBeta2: Float, epsilon: Float)

  /// v ← ρv + (1 − ρ)g², w ← w − ηg / √(v + ε), or with momentum m ← μm + ηg / √(v + ε), w ← w − m.
  static func rmsprop(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    velocities: UnsafeMutablePointer<Float>, momenta: UnsafeMutablePointer<Float>?, learningRate: Float,
    rho: Float, oneMinusRho: Float, momentum: Float, epsilon: Float)

  /// a ← a + g², w ← w − ηg / √(a + ε)
  static func adaGrad(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    accumulators: UnsafeMutablePointer<Float>, learningRate: Float, epsilon: Float)

  /// m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − (am + bg) / (√(cv) + ε)
  static func nadam(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>, momentumFactor a: Float,
    gradientFactor b: Float, velocityFactor c: Float, oneMinusBeta1: Float, oneMinusBeta2: Float,
    epsilon: Float)

  /// w ← w − η sign(β₁ m + (1 − β₁) g), then m ← β₂ m + (1 − β₂) g
  static func lion(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, learningRate: Float, beta1: Float, oneMinusBeta1: Float,
    beta2: Float, oneMinusBeta2: Float)

  /// m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), r = am / (√(cv) + ε)
  static func lambDirection(
    count: Int, gradient: UnsafePointer<Float>, momenta: UnsafeMutablePointer<Float>,
    velocities: UnsafeMutablePointer<Float>, direction: UnsafeMutablePointer<Float>, momentumFactor a: Float,
    velocityFactor c: Float, oneMinusBeta1: Float, oneMinusBeta2: Float, epsilon: Float)

  /// a ← a + (1 − m)(w − a): the exponential moving average of the weights.
  static func average(
    count: Int, weights: UnsafePointer<Float>, averages: UnsafeMutablePointer<Float>,
    oneMinusMomentum: Float)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension OptimizerKernels {
  @inlinable @inline(__always)
  public static func decay(count: Int, weights: UnsafeMutablePointer<Float>, rate: Float) {
    let minusRate = V(repeating: -rate)
    var i = 0
    while i < count {
      let w = V.load(weights + i)
      w.addingProduct(of: w, minusRate).store(weights + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func gradientDescent(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, learningRate: Float
  ) {
    let minusRate = V(repeating: -learningRate)
    var i = 0
    while i < count {
      V.load(weights + i).addingProduct(of: minusRate, V.load(gradient + i)).store(weights + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func momentum(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, learningRate: Float, momentum: Float, nesterov: Bool
  ) {
    let minusRate = V(repeating: -learningRate)
    let mu = V(repeating: momentum)
    var i = 0
    while i < count {
      let step = minusRate * V.load(gradient + i)
      let m = step.addingProduct(of: mu, V.load(momenta + i))
      m.store(momenta + i)
      let move = nesterov ? step.addingProduct(of: mu, m) : m
      (V.load(weights + i) + move).store(weights + i)
      i &+= V.width
    }
  }

  /// m ← m + (1 − β₁)(g − m) and v ← v + (1 − β₂)(g² − v), stored and returned: the moments of Adam and what follows it.
  @inlinable @inline(__always)
  static func averageMoments(
    of g: V, momenta: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>,
    _ oneMinusBeta1: V, _ oneMinusBeta2: V
  ) -> (m: V, v: V) {
    let m0 = V.load(momenta)
    let v0 = V.load(velocities)
    let m = m0.addingProduct(of: g - m0, oneMinusBeta1)
    let v = v0.addingProduct(of: g * g - v0, oneMinusBeta2)
    m.store(momenta)
    v.store(velocities)
    return (m, v)
  }

  @inlinable @inline(__always)
  public static func adam(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>, alpha: Float,
    oneMinusBeta1: Float, oneMinusBeta2: Float, epsilon: Float
  ) {
    let takeFirst = V(repeating: oneMinusBeta1)
    let takeSecond = V(repeating: oneMinusBeta2)
    let minusAlpha = V(repeating: -alpha)
    let eps = V(repeating: epsilon)
    var i = 0
    while i < count {
      let g = V.load(gradient + i)
      let (m, v) = averageMoments(
        of: g, momenta: momenta + i, velocities: velocities + i, takeFirst, takeSecond)
      let direction = m / (v.squareRoot() + eps)
      V.load(weights + i).addingProduct(of: minusAlpha, direction).store(weights + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func rmsprop(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    velocities: UnsafeMutablePointer<Float>, momenta: UnsafeMutablePointer<Float>?, learningRate: Float,
    rho: Float, oneMinusRho: Float, momentum: Float, epsilon: Float
  ) {
    let keep = V(repeating: rho)
    let take = V(repeating: oneMinusRho)
    let rate = V(repeating: learningRate)
    let mu = V(repeating: momentum)
    let eps = V(repeating: epsilon)
    var i = 0
    while i < count {
      let g = V.load(gradient + i)
      let v = (take * g * g).addingProduct(of: keep, V.load(velocities + i))
      v.store(velocities + i)
      var move = rate * g / (v + eps).squareRoot()
      if let momenta {
        move = move.addingProduct(of: mu, V.load(momenta + i))
        move.store(momenta + i)
      }
      (V.load(weights + i) - move).store(weights + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func adaGrad(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    accumulators: UnsafeMutablePointer<Float>, learningRate: Float, epsilon: Float
  ) {
    let rate = V(repeating: learningRate)
    let eps = V(repeating: epsilon)
    var i = 0
    while i < count {
      let g = V.load(gradient + i)
      let a = V.load(accumulators + i).addingProduct(of: g, g)
      a.store(accumulators + i)
      (V.load(weights + i) - rate * g / (a + eps).squareRoot()).store(weights + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func nadam(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>, momentumFactor a: Float,
    gradientFactor b: Float, velocityFactor c: Float, oneMinusBeta1: Float, oneMinusBeta2: Float,
    epsilon: Float
  ) {
    let (a, b, c) = (V(repeating: a), V(repeating: b), V(repeating: c))
    let takeFirst = V(repeating: oneMinusBeta1)
    let takeSecond = V(repeating: oneMinusBeta2)
    let eps = V(repeating: epsilon)
    var i = 0
    while i < count {
      let g = V.load(gradient + i)
      let (m, v) = averageMoments(
        of: g, momenta: momenta + i, velocities: velocities + i, takeFirst, takeSecond)
      let direction = (b * g).addingProduct(of: a, m) / ((c * v).squareRoot() + eps)
      (V.load(weights + i) - direction).store(weights + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func lion(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momenta: UnsafeMutablePointer<Float>, learningRate: Float, beta1: Float, oneMinusBeta1: Float,
    beta2: Float, oneMinusBeta2: Float
  ) {
    let (keepFirst, takeFirst) = (V(repeating: beta1), V(repeating: oneMinusBeta1))
    let (keepSecond, takeSecond) = (V(repeating: beta2), V(repeating: oneMinusBeta2))
    let (up, down) = (V(repeating: learningRate), V(repeating: -learningRate))
    var i = 0
    while i < count {
      let g = V.load(gradient + i)
      let m = V.load(momenta + i)
      let direction = (takeFirst * g).addingProduct(of: keepFirst, m)
      let move = V.zero.replacing(with: down, where: V.isGreater(direction, V.zero))
        .replacing(with: up, where: V.isGreater(V.zero, direction))
      (V.load(weights + i) + move).store(weights + i)
      (takeSecond * g).addingProduct(of: keepSecond, m).store(momenta + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func lambDirection(
    count: Int, gradient: UnsafePointer<Float>, momenta: UnsafeMutablePointer<Float>,
    velocities: UnsafeMutablePointer<Float>, direction: UnsafeMutablePointer<Float>, momentumFactor a: Float,
    velocityFactor c: Float, oneMinusBeta1: Float, oneMinusBeta2: Float, epsilon: Float
  ) {
    let (a, c) = (V(repeating: a), V(repeating: c))
    let takeFirst = V(repeating: oneMinusBeta1)
    let takeSecond = V(repeating: oneMinusBeta2)
    let eps = V(repeating: epsilon)
    var i = 0
    while i < count {
      let (m, v) = averageMoments(
        of: V.load(gradient + i), momenta: momenta + i, velocities: velocities + i, takeFirst, takeSecond)
      (a * m / ((c * v).squareRoot() + eps)).store(direction + i)
      i &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func average(
    count: Int, weights: UnsafePointer<Float>, averages: UnsafeMutablePointer<Float>, oneMinusMomentum: Float
  ) {
    let take = V(repeating: oneMinusMomentum)
    var i = 0
    while i < count {
      let a = V.load(averages + i)
      a.addingProduct(of: V.load(weights + i) - a, take).store(averages + i)
      i &+= V.width
    }
  }
}
