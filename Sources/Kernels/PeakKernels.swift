/// The measure of all speeds: as many multiply-adds as the registers allow, and no memory.
public protocol PeakKernels {
  /// The vector type.
  associatedtype V: Vector
  /// Tells how many registers there are: tiles of two vectors fill them.
  associatedtype Wide: TileFamily

  /// The floating-point operations of one round: two for each lane of each chain.
  static var operationsOfPeakRound: Int { get }

  /// Runs rounds of x ← x + x · factor on independent chains that all start from 1.
  ///
  /// - Returns: The sum of all lanes of all chains.
  static func peak(rounds: Int, factor: Float) -> Float
}

/// Vectors that are multiplied and added to independently of each other, kept in registers.
@usableFromInline protocol Chains {
  associatedtype V: Vector
  static var count: Int { get }
  init()
  /// x ← x + x · factor
  mutating func advance(_ factor: V)
  /// Σ x
  var sum: V { get }
}

/// One chain.
@frozen @usableFromInline struct OneChain<V: Vector>: Chains {
  @usableFromInline var x: V

  @_transparent @usableFromInline static var count: Int { 1 }
  @_transparent @usableFromInline init() { x = V(repeating: 1) }
  @_transparent @usableFromInline mutating func advance(_ factor: V) { x.addProduct(of: x, factor) }
  @_transparent @usableFromInline var sum: V { x }
}

/// Some chains beside some others.
@frozen @usableFromInline struct MoreChains<First: Chains, Second: Chains>: Chains where First.V == Second.V {
  @usableFromInline typealias V = First.V
  @usableFromInline var first: First
  @usableFromInline var second: Second

  @_transparent @usableFromInline static var count: Int { First.count &+ Second.count }
  @_transparent @usableFromInline init() {
    first = First()
    second = Second()
  }
  @_transparent @usableFromInline mutating func advance(_ factor: V) {
    first.advance(factor)
    second.advance(factor)
  }
  @_transparent @usableFromInline var sum: V { first.sum + second.sum }
}

@usableFromInline typealias TwoChains<V: Vector> = MoreChains<OneChain<V>, OneChain<V>>
@usableFromInline typealias FourChains<V: Vector> = MoreChains<TwoChains<V>, TwoChains<V>>
@usableFromInline typealias EightChains<V: Vector> = MoreChains<FourChains<V>, FourChains<V>>

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PeakKernels {
  /// Two units with a latency of up to five cycles ask for ten chains, the four of some arm64 processors for 16.
  @_transparent
  @usableFromInline static var hasManyRegisters: Bool { Wide.maximumRows > 6 }

  @inlinable @inline(__always)
  public static var operationsOfPeakRound: Int {
    let chains = hasManyRegisters ? 2 &* EightChains<V>.count : EightChains<V>.count &+ FourChains<V>.count
    return 2 &* V.width &* chains
  }

  @inlinable @inline(__always)
  public static func peak(rounds: Int, factor: Float) -> Float {
    hasManyRegisters
      ? run(MoreChains<EightChains<V>, EightChains<V>>.self, rounds, factor)
      : run(MoreChains<EightChains<V>, FourChains<V>>.self, rounds, factor)
  }

  @inlinable @inline(__always)
  static func run<C: Chains>(_: C.Type, _ rounds: Int, _ factor: Float) -> Float where C.V == V {
    var chains = C()
    let factor = V(repeating: factor)
    for _ in 0..<rounds { chains.advance(factor) }
    let sums = chains.sum
    var sum: Float = 0
    for lane in 0..<V.width { sum += sums[lane] }
    return sum
  }
}
