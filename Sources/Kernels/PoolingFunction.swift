/// The largest value of an activation function over the taps of a window.
@usableFromInline protocol PoolingFunction {
  /// y, the number of the tap that has it, and dy/dz there.
  static func largest<Taps: PoolingTaps>(
    _ taps: Taps, _ first: UnsafeMutablePointer<Float>
  ) -> Pooled<Taps.V>
}

/// What pooling makes of a window.
@frozen @usableFromInline struct Pooled<V: Vector> {
  @usableFromInline var y: V
  @usableFromInline var choice: V
  @usableFromInline var slope: V

  @_transparent
  @usableFromInline init(y: V, choice: V, slope: V) {
    self.y = y
    self.choice = choice
    self.slope = slope
  }
}

/// A function that rises everywhere is applied to the largest input alone.
@usableFromInline enum PooledRising<Body: PointwiseBody>: PoolingFunction {
  @inlinable @inline(__always)
  static func largest<Taps: PoolingTaps>(
    _ taps: Taps, _ first: UnsafeMutablePointer<Float>
  ) -> Pooled<Taps.V> {
    let (z, choice) = taps.extremum(first, largest: true)
    let y: Taps.V = Body.value(z)
    return Pooled(y: y, choice: choice, slope: Body.derivative(z, y))
  }
}

/// Where the function's slope at the largest input is 0, nothing passes: −1.
@usableFromInline enum PooledRectified<Body: PointwiseBody>: PoolingFunction {
  @inlinable @inline(__always)
  static func largest<Taps: PoolingTaps>(
    _ taps: Taps, _ first: UnsafeMutablePointer<Float>
  ) -> Pooled<Taps.V> {
    let (z, tap) = taps.extremum(first, largest: true)
    let y: Taps.V = Body.value(z)
    let slope: Taps.V = Body.derivative(z, y)
    let passes = Taps.V.isGreater(slope, Taps.V.zero)
    return Pooled(y: y, choice: Taps.V(repeating: -1).replacing(with: tap, where: passes), slope: slope)
  }
}

/// Swish falls up to its minimum and rises from there, so that over any set of inputs it is largest at the largest or
/// at the smallest of them: two sigmoids a window instead of one a tap.
@usableFromInline enum PooledSwish: PoolingFunction {
  @inlinable @inline(__always)
  static func largest<Taps: PoolingTaps>(
    _ taps: Taps, _ first: UnsafeMutablePointer<Float>
  ) -> Pooled<Taps.V> {
    typealias V = Taps.V
    let (largest, largestChoice) = taps.extremum(first, largest: true)
    let (smallest, smallestChoice) = taps.extremum(first, largest: false)
    let upperSigmoid = largest.sigmoid()
    let lowerSigmoid = smallest.sigmoid()
    let upper = largest * upperSigmoid
    let lower = smallest * lowerSigmoid
    let isLower = V.isGreater(lower, upper)
    let y = upper.replacing(with: lower, where: isLower)
    let s = upperSigmoid.replacing(with: lowerSigmoid, where: isLower)
    return Pooled(
      y: y, choice: largestChoice.replacing(with: smallestChoice, where: isLower),
      slope: s.addingProduct(of: y, V(repeating: 1) - s))
  }
}
