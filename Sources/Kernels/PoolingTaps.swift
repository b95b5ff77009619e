/// The taps of a window, for as many windows or channels at a time as a vector has lanes.
@usableFromInline protocol PoolingTaps<V> {
  associatedtype V: Vector
  /// The largest or smallest value of a window and the number of its tap, the first of equals.
  func extremum(_ first: UnsafeMutablePointer<Float>, largest: Bool) -> (V, V)
}

/// Keeps a value and its number where it is better than the best so far.
@_transparent
@usableFromInline func take<V: Vector>(
  _ value: V, _ number: V, best: inout V, chosen: inout V, largest: Bool
) {
  let isBetter = largest ? V.isGreater(value, best) : V.isGreater(best, value)
  best = best.replacing(with: value, where: isBetter)
  chosen = chosen.replacing(with: number, where: isBetter)
}

/// Windows of any size, a lane for each channel.
@frozen @usableFromInline struct AnyTaps<V: Vector>: PoolingTaps {
  @usableFromInline let row: PoolingRow
  /// The channels that may be read.
  @usableFromInline let count: Int

  @_transparent
  @usableFromInline init(_ row: PoolingRow, count: Int) {
    self.row = row
    self.count = count
  }

  @_transparent
  @usableFromInline func load(_ tap: UnsafeMutablePointer<Float>) -> V {
    count >= V.width ? V.load(tap) : V.load(tap, count: count)
  }

  @inlinable @inline(__always)
  func extremum(_ first: UnsafeMutablePointer<Float>, largest: Bool) -> (V, V) {
    var best = load(first)
    var chosen = V(repeating: Float(row.firstChoice))
    for i in 0..<row.windowRows {
      for j in 0..<row.windowColumns where i &+ j > 0 {
        let value = load(first + (i &* row.inputRow &+ j &* row.inputPixel))
        let number = V(repeating: Float(row.firstChoice &+ i &* row.choiceRow &+ j))
        take(value, number, best: &best, chosen: &chosen, largest: largest)
      }
    }
    return (best, chosen)
  }
}

/// Windows of 2 × 2, which nearly all networks have, a lane for each channel: straight code on whole vectors.
@frozen @usableFromInline struct FourTaps<V: Vector>: PoolingTaps {
  @usableFromInline let right: Int
  @usableFromInline let below: Int
  @usableFromInline let numbers: (V, V, V, V)

  @_transparent
  @usableFromInline init(_ row: PoolingRow) {
    right = row.inputPixel
    below = row.inputRow
    let (upper, lower) = (row.firstChoice, row.firstChoice &+ row.choiceRow)
    numbers = (
      V(repeating: Float(upper)), V(repeating: Float(upper &+ 1)), V(repeating: Float(lower)),
      V(repeating: Float(lower &+ 1))
    )
  }

  @_transparent
  @usableFromInline func extremum(_ first: UnsafeMutablePointer<Float>, largest: Bool) -> (V, V) {
    var (best, chosen) = (V.load(first), numbers.0)
    take(V.load(first + right), numbers.1, best: &best, chosen: &chosen, largest: largest)
    let lower = first + below
    take(V.load(lower), numbers.2, best: &best, chosen: &chosen, largest: largest)
    take(V.load(lower + right), numbers.3, best: &best, chosen: &chosen, largest: largest)
    return (best, chosen)
  }
}
