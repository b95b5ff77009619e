/// The kernels that exchange rows and columns.
public protocol TransposeKernels {
  /// The vector type.
  associatedtype V: Vector

  /// destination[j, i] = source[i, j], or destination[j, i] += source[i, j].
  ///
  /// - Parameters:
  ///   - rows: The rows of the source.
  ///   - columns: The columns of the source.
  ///   - source: The element (0, 0) of the source.
  ///   - sourceRow: The distance of its rows.
  ///   - destination: The element (0, 0) of the result.
  ///   - destinationRow: The distance of its rows.
  ///   - accumulates: Whether the source is added to what is there.
  static func transpose(
    rows: Int, columns: Int, _ source: UnsafePointer<Float>, sourceRow: Int,
    into destination: UnsafeMutablePointer<Float>, destinationRow: Int, accumulates: Bool)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension TransposeKernels {
  @inlinable @inline(__always)
  public static func transpose(
    rows: Int, columns: Int, _ source: UnsafePointer<Float>, sourceRow: Int,
    into destination: UnsafeMutablePointer<Float>, destinationRow: Int, accumulates: Bool
  ) {
    // Two squares of the vector's width. Each is at most a kibibyte, what may stand on the stack.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: V.width &* V.width) { one in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: V.width &* V.width) { other in
        guard let one = one.baseAddress, let other = other.baseAddress else { return }
        var i = 0
        while i < rows {
          let height = min(V.width, rows &- i)
          var j = 0
          while j < columns {
            let width = min(V.width, columns &- j)
            let square = transposeSquare(
              source + (i &* sourceRow &+ j), sourceRow, height: height, width: width, one, other)
            let to = destination + (j &* destinationRow &+ i)
            for k in 0..<width {
              write(square + k &* V.width, height, to + k &* destinationRow, accumulates)
            }
            j &+= V.width
          }
          i &+= V.width
        }
      }
    }
  }

  /// Writes or adds the first numbers of a vector.
  @inlinable @inline(__always)
  static func write(
    _ from: UnsafePointer<Float>, _ count: Int, _ to: UnsafeMutablePointer<Float>, _ accumulates: Bool
  ) {
    if count == V.width {
      (accumulates ? V.load(to) + V.load(from) : V.load(from)).store(to)
    } else {
      for i in 0..<count { to[i] = accumulates ? to[i] + from[i] : from[i] }
    }
  }

  /// Transposes a square of the vector's width, or what there is of it, and tells where the result stands.
  ///
  /// The elements' places are numbers of 2n bits, row before column. One round takes the even places of two
  /// neighbouring rows together, and the odd ones: that rotates the bits by one. After n rounds row and column have
  /// changed places.
  @inlinable @inline(__always)
  static func transposeSquare(
    _ source: UnsafePointer<Float>, _ sourceRow: Int, height: Int, width: Int,
    _ one: UnsafeMutablePointer<Float>, _ other: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    var (from, to) = (one, other)
    for i in 0..<height {
      let row = source + i &* sourceRow
      (width == V.width ? V.load(row) : V.load(row, count: width)).store(from + i &* V.width)
    }
    for i in height..<V.width { V.zero.store(from + i &* V.width) }
    for _ in 0..<V.width.trailingZeroBitCount {
      for i in 0..<V.width / 2 {
        let upper = V.load(from + 2 &* i &* V.width)
        let lower = V.load(from + (2 &* i &+ 1) &* V.width)
        let (even, odd) = V.deinterleave(upper, lower)
        even.store(to + i &* V.width)
        odd.store(to + (i &+ V.width / 2) &* V.width)
      }
      swap(&from, &to)
    }
    return from
  }
}
