/// A hardware vector of floats: the few operations that every kernel is written in.
///
/// The kernels are generic over `Vector`; a module of one instruction set names the type, and everything is
/// specialized and inlined there. The operations are requirements, not extensions, because generic code over
/// `SIMD` reaches only the element-by-element forms of comparison and selection.
public protocol Vector: Sendable {
  /// One truth value a lane.
  associatedtype Mask
  /// The number of lanes.
  static var width: Int { get }
  /// The same number in every lane.
  init(repeating value: Float)
  /// `width` floats from memory of any alignment.
  static func load(_ source: UnsafePointer<Float>) -> Self
  /// Writes `width` floats to memory of any alignment.
  func store(_ destination: UnsafeMutablePointer<Float>)
  /// One lane.
  subscript(lane: Int) -> Float { get set }
  /// self ← self + a·b, fused where the instruction set has it.
  mutating func addProduct(of a: Self, _ b: Self)
  /// a + b
  static func + (a: Self, b: Self) -> Self
  /// a − b
  static func - (a: Self, b: Self) -> Self
  /// a · b
  static func * (a: Self, b: Self) -> Self
  /// a / b
  static func / (a: Self, b: Self) -> Self
  /// Where a > b; false where either is not a number.
  static func isGreater(_ a: Self, _ b: Self) -> Mask
  /// Where a = b.
  static func isEqual(_ a: Self, _ b: Self) -> Mask
  /// Bit i is set where lane i of a equals that of b.
  static func equalLanes(_ a: Self, _ b: Self) -> UInt64
  /// `other` where the mask is set, `self` elsewhere.
  func replacing(with other: Self, where mask: Mask) -> Self
  /// 2ⁿ for the integer n that was rounded into `self` by adding 1.5 · 2²³.
  func powerOfTwoOfRounded() -> Self
  /// √self, correctly rounded.
  func squareRoot() -> Self
  /// a₀ a₂ a₄ … b₀ b₂ b₄ … and a₁ a₃ a₅ … b₁ b₃ b₅ …
  static func deinterleave(_ a: Self, _ b: Self) -> (even: Self, odd: Self)
}

extension Vector {
  /// Zero in every lane.
  @_transparent public static var zero: Self { Self(repeating: 0) }

  /// 0 1 2 …
  @_transparent public static var laneNumbers: Self {
    var lanes = zero
    for lane in 0..<width { lanes[lane] = Float(lane) }
    return lanes
  }

  /// The larger of two numbers, `other` only where it is really larger.
  @_transparent public func maximum(_ other: Self) -> Self {
    replacing(with: other, where: Self.isGreater(other, self))
  }

  /// The smaller of two numbers, `other` only where it is really smaller.
  @_transparent public func minimum(_ other: Self) -> Self {
    replacing(with: other, where: Self.isGreater(self, other))
  }

  /// self + a·b
  @_transparent public func addingProduct(of a: Self, _ b: Self) -> Self {
    var sum = self
    sum.addProduct(of: a, b)
    return sum
  }

  /// The first `count` floats from memory, zero in the other lanes; nothing behind them is read.
  @_transparent public static func load(_ source: UnsafePointer<Float>, count: Int) -> Self {
    var vector = Self.zero
    for lane in 0..<count { vector[lane] = source[lane] }
    return vector
  }

  /// Writes the first `count` lanes; nothing behind them is touched.
  @_transparent public func store(_ destination: UnsafeMutablePointer<Float>, count: Int) {
    for lane in 0..<count { destination[lane] = self[lane] }
  }
}
