/// A minimal algorithm F(2, r): two outputs of a correlation with r taps from r + 1 products instead of 2r,
/// Y = Aᵀ[(G w) ⊙ (Bᵀ x)].
///
/// Each function is one of the three linear maps, on vectors `step` floats apart; in two dimensions each is applied
/// down the columns and then along the rows.
///
/// - Source: S. Winograd, *Arithmetic Complexity of Computations* (1980); A. Lavin, S. Gray, *Fast Algorithms for
///   Convolutional Neural Networks*, arXiv 1509.09308. The matrices are Toom and Cook's for the points below.
public protocol WinogradTransform {
  /// r
  static var taps: Int { get }
  /// t = Bᵀx, r + 1 numbers to r + 1.
  static func image<V: Vector>(
    _: V.Type, _ x: UnsafePointer<Float>, _ step: Int, _ t: UnsafeMutablePointer<Float>, _ tStep: Int)
  /// u = G w, r numbers to r + 1.
  static func kernel<V: Vector>(
    _: V.Type, _ w: UnsafePointer<Float>, _ step: Int, _ u: UnsafeMutablePointer<Float>, _ uStep: Int)
  /// y = Aᵀm, r + 1 numbers to 2.
  static func output<V: Vector>(_: V.Type, _ m: UnsafePointer<Float>, _ step: Int) -> (V, V)
}

extension WinogradTransform {
  /// The products of each dimension: r + 1.
  @_transparent
  @usableFromInline static var points: Int { taps &+ 1 }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// F(2, 3), from the points 0, 1, −1 and ∞.
@frozen public enum TwoByThree: WinogradTransform {
  @_transparent public static var taps: Int { 3 }

  @_transparent public static func image<V: Vector>(
    _: V.Type, _ x: UnsafePointer<Float>, _ step: Int, _ t: UnsafeMutablePointer<Float>, _ tStep: Int
  ) {
    let (x0, x1) = (V.load(x), V.load(x + step))
    let (x2, x3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
    (x0 - x2).store(t)
    (x1 + x2).store(t + tStep)
    (x2 - x1).store(t + 2 &* tStep)
    (x3 - x1).store(t + 3 &* tStep)
  }

  @_transparent public static func kernel<V: Vector>(
    _: V.Type, _ w: UnsafePointer<Float>, _ step: Int, _ u: UnsafeMutablePointer<Float>, _ uStep: Int
  ) {
    let half = V(repeating: 0.5)
    let (w0, w1, w2) = (V.load(w), V.load(w + step), V.load(w + 2 &* step))
    let ends = w0 + w2
    w0.store(u)
    ((ends + w1) * half).store(u + uStep)
    ((ends - w1) * half).store(u + 2 &* uStep)
    w2.store(u + 3 &* uStep)
  }

  @_transparent public static func output<V: Vector>(
    _: V.Type, _ m: UnsafePointer<Float>, _ step: Int
  ) -> (V, V) {
    let (m0, m1) = (V.load(m), V.load(m + step))
    let (m2, m3) = (V.load(m + 2 &* step), V.load(m + 3 &* step))
    return (m0 + (m1 + m2), (m1 - m2) + m3)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// F(2, 4), from the points 0, 1, −1, 2 and ∞.
@frozen public enum TwoByFour: WinogradTransform {
  @_transparent public static var taps: Int { 4 }

  @_transparent public static func image<V: Vector>(
    _: V.Type, _ x: UnsafePointer<Float>, _ step: Int, _ t: UnsafeMutablePointer<Float>, _ tStep: Int
  ) {
    let two = V(repeating: 2)
    let three = V(repeating: 3)
    let (x0, x1, x2) = (V.load(x), V.load(x + step), V.load(x + 2 &* step))
    let (x3, x4) = (V.load(x + 3 &* step), V.load(x + 4 &* step))
    let odd = x3 - x1
    odd.addingProduct(of: two, x0 - x2).store(t)
    (x3 - x2 - two * x1).store(t + tStep)
    (x3 + two * x1).addingProduct(of: V.zero - three, x2).store(t + 2 &* tStep)
    odd.store(t + 3 &* tStep)
    (x4 - x2).addingProduct(of: V.zero - two, odd).store(t + 4 &* tStep)
  }

  @_transparent public static func kernel<V: Vector>(
    _: V.Type, _ w: UnsafePointer<Float>, _ step: Int, _ u: UnsafeMutablePointer<Float>, _ uStep: Int
  ) {
    let half = V(repeating: 0.5)
    let sixth = V(repeating: 1 / 6)
    let (w0, w1) = (V.load(w), V.load(w + step))
    let (w2, w3) = (V.load(w + 2 &* step), V.load(w + 3 &* step))
    let (even, odd) = (w0 + w2, w1 + w3)
    let far = (w0 + V(repeating: 2) * w1) + (V(repeating: 4) * w2 + V(repeating: 8) * w3)
    (w0 * half).store(u)
    ((V.zero - (even + odd)) * half).store(u + uStep)
    ((odd - even) * sixth).store(u + 2 &* uStep)
    (far * sixth).store(u + 3 &* uStep)
    w3.store(u + 4 &* uStep)
  }

  @_transparent public static func output<V: Vector>(
    _: V.Type, _ m: UnsafePointer<Float>, _ step: Int
  ) -> (V, V) {
    let (m0, m1, m2) = (V.load(m), V.load(m + step), V.load(m + 2 &* step))
    let (m3, m4) = (V.load(m + 3 &* step), V.load(m + 4 &* step))
    return (
      (m0 + m3) + (m1 + m2), ((m1 - m2) + m4).addingProduct(of: V(repeating: 2), m3)
    )
  }
}
