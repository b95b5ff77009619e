/// What a vector of channels of a pooling window passes back.
@frozen
@usableFromInline struct PassedGradient<V: Vector> {
  /// dy · derivative; no number to rely on in lanes behind the last channel.
  @usableFromInline let gradient: V
  /// The taps it goes to, −1 where it goes nowhere: in lanes behind the last channel too.
  @usableFromInline let chosen: V

  /// Reads whole vectors, up to a vector's width less one behind the last channel.
  @_transparent
  @usableFromInline init(
    channels count: Int, dy: UnsafePointer<Float>, choice: UnsafePointer<Float>,
    derivative: UnsafePointer<Float>?
  ) {
    let dy = V.load(dy)
    gradient = derivative.map { dy * V.load($0) } ?? dy
    let exists = V.isGreater(V(repeating: Float(count)), V.laneNumbers)
    chosen = V(repeating: -1).replacing(with: V.load(choice), where: exists)
  }

  /// The gradient, and 0 where it goes nowhere.
  @_transparent
  @usableFromInline var passing: V { gradient.replacing(with: V.zero, where: V.isGreater(V.zero, chosen)) }

  /// sum += what goes anywhere; whole vectors.
  @_transparent
  @usableFromInline func add(to sum: UnsafeMutablePointer<Float>) {
    (V.load(sum) + passing).store(sum)
  }
}
