/// The kernels that turn matrices around.
public protocol TransposeKernels {
  /// The vector type.
  associatedtype V: Vector

  /// T[c, r] = S[r, c], or T[c, r] += S[r, c].
  ///
  /// - Parameters:
  ///   - rows: The rows of S.
  ///   - columns: The columns of S.
  ///   - source: S[0, 0].
  ///   - sourceRow: The distance of its rows.
  ///   - destination: T[0, 0].
  ///   - destinationRow: The distance of its rows.
  ///   - accumulates: Whether S is added to what is there.
  static func transpose(
    rows: Int, columns: Int, source: UnsafePointer<Float>, sourceRow: Int,
    destination: UnsafeMutablePointer<Float>, destinationRow: Int, accumulates: Bool)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension TransposeKernels {
  @inlinable @inline(__always)
  public static func transpose(
    rows: Int, columns: Int, source: UnsafePointer<Float>, sourceRow: Int,
    destination: UnsafeMutablePointer<Float>, destinationRow: Int, accumulates: Bool
  ) {
    // Two squares of a vector's width: up to 2 KiB on the stack.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 &* V.width &* V.width) { memory in
      guard let square = memory.baseAddress else { return }
      var row = 0
      while row < rows {
        let height = min(V.width, rows &- row)
        var column = 0
        while column < columns {
          let width = min(V.width, columns &- column)
          let turned = turn(
            square, source + (row &* sourceRow &+ column), sourceRow, height: height, width: width)
          for i in 0..<width {
            let from = turned + i &* V.width
            let to = destination + ((column &+ i) &* destinationRow &+ row)
            if height == V.width {
              (accumulates ? V.load(to) + V.load(from) : V.load(from)).store(to)
            } else {
              for j in 0..<height { to[j] = accumulates ? to[j] + from[j] : from[j] }
            }
          }
          column &+= V.width
        }
        row &+= V.width
      }
    }
  }

  /// A square's transpose: rows that are half the height apart are interleaved, again and again, as cards in a
  /// perfect shuffle, until every element's row and column have changed places.
  @inlinable @inline(__always)
  static func turn(
    _ square: UnsafeMutablePointer<Float>, _ source: UnsafePointer<Float>, _ sourceRow: Int, height: Int,
    width: Int
  ) -> UnsafeMutablePointer<Float> {
    var from = square
    var to = square + V.width &* V.width
    for i in 0..<height {
      let row = source + i &* sourceRow
      (width == V.width ? V.load(row) : V.load(row, count: width)).store(from + i &* V.width)
    }
    for i in height..<V.width { V.zero.store(from + i &* V.width) }
    var rounds = V.width
    while rounds > 1 {
      for i in 0..<V.width / 2 {
        let (low, high) = V.interleave(
          V.load(from + i &* V.width), V.load(from + (i &+ V.width / 2) &* V.width))
        low.store(to + 2 &* i &* V.width)
        high.store(to + (2 &* i &+ 1) &* V.width)
      }
      swap(&from, &to)
      rounds /= 2
    }
    return from
  }
}
