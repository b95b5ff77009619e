/// The kernels that exchange rows and columns.
public protocol TransposeKernels {
  /// The vector type.
  associatedtype V: Vector

  /// destination[j, i] = source[i, j]
  ///
  /// - Parameters:
  ///   - rows: The rows of the source.
  ///   - columns: The columns of the source.
  ///   - source: The element (0, 0) of the source.
  ///   - sourceRow: The distance of its rows.
  ///   - destination: The element (0, 0) of the result.
  ///   - destinationRow: The distance of its rows.
  static func transpose(
    rows: Int, columns: Int, _ source: UnsafePointer<Float>, sourceRow: Int,
    into destination: UnsafeMutablePointer<Float>, destinationRow: Int)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension TransposeKernels {
  @inlinable @inline(__always)
  public static func transpose(
    rows: Int, columns: Int, _ source: UnsafePointer<Float>, sourceRow: Int,
    into destination: UnsafeMutablePointer<Float>, destinationRow: Int
  ) {
    // A square of the vector's width: at most a kibibyte, which stands on the stack.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: V.width &* V.width) { memory in
      guard let square = memory.baseAddress else { return }
      let wholeRows = rows &- rows % V.width
      let wholeColumns = columns &- columns % V.width
      var j = 0
      while j < wholeColumns {
        var i = 0
        while i < wholeRows {
          transposeSquare(
            source + (i &* sourceRow &+ j), sourceRow, destination + (j &* destinationRow &+ i),
            destinationRow, square)
          i &+= V.width
        }
        j &+= V.width
      }
      for j in 0..<columns {
        for i in (j < wholeColumns ? wholeRows : 0)..<rows {
          destination[j &* destinationRow &+ i] = source[i &* sourceRow &+ j]
        }
      }
    }
  }

  /// Transposes a square of the vector's width.
  ///
  /// The elements' places are numbers of 2n bits, row before column. One round takes the even places of two
  /// neighbouring rows together, and the odd ones: that rotates the bits by one. After n rounds row and column have
  /// changed places.
  @inlinable @inline(__always)
  static func transposeSquare(
    _ source: UnsafePointer<Float>, _ sourceRow: Int, _ destination: UnsafeMutablePointer<Float>,
    _ destinationRow: Int, _ square: UnsafeMutablePointer<Float>
  ) {
    var rounds = V.width.trailingZeroBitCount
    var (from, fromRow) = (source, sourceRow)
    while rounds > 0 {
      let isLast = rounds & 1 == 1
      let (to, toRow) = isLast ? (destination, destinationRow) : (square, V.width)
      for i in 0..<V.width / 2 {
        let upper = V.load(from + 2 &* i &* fromRow)
        let lower = V.load(from + (2 &* i &+ 1) &* fromRow)
        let (even, odd) = V.deinterleave(upper, lower)
        even.store(to + i &* toRow)
        odd.store(to + (i &+ V.width / 2) &* toRow)
      }
      (from, fromRow) = (UnsafePointer(to), toRow)
      rounds &-= 1
    }
  }
}
