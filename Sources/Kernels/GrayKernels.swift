/// The kernels that turn, shear, zoom and move gray images of bytes, from words that hold each place's four neighbours.
///
/// One load brings what a bilinear mean is made of, so that eight means take eight loads; a gathering instruction would take
/// longer than these.
public protocol GrayKernels {
  /// words[i] = the four pixels around a place between two rows: `upper` at i − before and i − before + 1, then `lower`, from
  /// the lowest byte up; a place beyond the row has the pixel at its edge.
  ///
  /// - Parameters:
  ///   - upper: `count` bytes; up to 16 more are read.
  ///   - lower: The same of the row below.
  ///   - before: The places in front of the rows.
  ///   - behind: The places behind the rows.
  ///   - words: before + count + behind words; up to 16 more are written.
  static func gatherNeighbours(
    upper: UnsafePointer<UInt8>, lower: UnsafePointer<UInt8>, count: Int, before: Int, behind: Int,
    _ words: UnsafeMutablePointer<UInt32>)

  /// y[r, i] = the bilinear mean of the four neighbours in a gray image, times `scale`, for some rows of the result: the bits
  /// of `AffineKernels.sample`.
  ///
  /// - Parameters:
  ///   - words: What `gatherNeighbours` has written, `sampling.width` words a row.
  ///   - sampling: Of at least eight columns, all of them inside.
  ///   - rows: The rows of the result, from 0.
  ///   - y: The results.
  ///   - rowStride: The distance of their rows.
  static func sampleGrays(
    _ words: UnsafePointer<UInt32>, _ sampling: AffineSampling, rows: Int, _ y: UnsafeMutablePointer<Float>,
    rowStride: Int)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension GrayKernels {
  @inlinable @inline(__always)
  public static func gatherNeighbours(
    upper: UnsafePointer<UInt8>, lower: UnsafePointer<UInt8>, count: Int, before: Int, behind: Int,
    _ words: UnsafeMutablePointer<UInt32>
  ) {
    func word(_ a: UInt8, _ b: UInt8) -> SIMD16<UInt32> {
      SIMD16(repeating: UInt32(a) &* 0x101 | UInt32(b) &* 0x101_0000)
    }
    func store(_ vector: SIMD16<UInt32>, _ place: Int) {
      UnsafeMutableRawPointer(words + place).storeBytes(of: vector, as: SIMD16<UInt32>.self)
    }
    func wide(_ bytes: UnsafePointer<UInt8>) -> SIMD16<UInt32> {
      unsafeBitCast(
        widened(UnsafeRawPointer(bytes).loadUnaligned(as: SIMD16<UInt8>.self)), to: SIMD16<UInt32>.self)
    }
    // Each part writes over what the one before has written too much.
    let first = word(upper[0], lower[0])
    var i = 0
    while i < before {
      store(first, i)
      i &+= 16
    }
    i = 0
    while i < count &- 1 {
      let (left, right) = (wide(upper + i), wide(upper + (i &+ 1)))
      let (lowerLeft, lowerRight) = (wide(lower + i), wide(lower + (i &+ 1)))
      store(
        (left | right &<< SIMD16(repeating: 8))
          | (lowerLeft &<< SIMD16(repeating: 16) | lowerRight &<< SIMD16(repeating: 24)), before &+ i)
      i &+= 16
    }
    let last = word(upper[count &- 1], lower[count &- 1])
    i = before &+ count &- 1
    while i < before &+ count &+ behind {
      store(last, i)
      i &+= 16
    }
  }

  @inlinable @inline(__always)
  public static func sampleGrays(
    _ words: UnsafePointer<UInt32>, _ sampling: AffineSampling, rows: Int, _ y: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    for r in 0..<rows {
      let (row, column) = (sampling.row.line(row: r), sampling.column.line(row: r))
      let (rowSteps, columnSteps) = (row.eightSteps, column.eightSteps)
      let result = y + r &* rowStride
      var i = 0
      while i < sampling.count {
        // The last eight begin before the rest: what was computed already is so once more, to the same bits.
        i = min(i, sampling.count &- 8)
        let means = eightGrays(
          words, SIMD8(repeating: row[i]) &+ rowSteps, SIMD8(repeating: column[i]) &+ columnSteps, sampling)
        means.store(result + i)
        i &+= 8
      }
    }
  }

  /// The bilinear means of eight gray pixels, in the same sums of the same products as those of four.
  @inlinable @inline(__always)
  static func eightGrays(
    _ words: UnsafePointer<UInt32>, _ row: SIMD8<Int64>, _ column: SIMD8<Int64>, _ sampling: AffineSampling
  ) -> SIMD8<Float> {
    let (rows, columns) = (
      unsafeBitCast(row, to: SIMD16<Int32>.self), unsafeBitCast(column, to: SIMD16<Int32>.self)
    )
    let stride = SIMD8(repeating: Int32(truncatingIfNeeded: sampling.width))
    let at = rows.oddHalf &* stride &+ columns.oddHalf
    let (down, right) = (fractions(rows.evenHalf), fractions(columns.evenHalf))
    let (one, scale) = (SIMD8<Float>(repeating: 1), SIMD8(repeating: sampling.scale))
    let (above, below, left) = ((one - down) * scale, down * scale, one - right)
    let four = SIMD8(
      words[Int(at[0])], words[Int(at[1])], words[Int(at[2])], words[Int(at[3])], words[Int(at[4])],
      words[Int(at[5])], words[Int(at[6])], words[Int(at[7])])
    let byte = SIMD8<UInt32>(repeating: 255)
    func number(_ word: SIMD8<UInt32>) -> SIMD8<Float> {
      converted(unsafeBitCast(word, to: SIMD8<Int32>.self))
    }
    let upper =
      number(four & byte) * (above * left) + number(four &>> SIMD8(repeating: 8) & byte) * (above * right)
    let lower =
      number(four &>> SIMD8(repeating: 16) & byte) * (below * left)
      + number(four &>> SIMD8(repeating: 24)) * (below * right)
    return upper + lower
  }
}

/// coordinate − ⌊coordinate⌋, to 24 binary digits, from the lower halves of eight coordinates.
@_transparent
@usableFromInline func fractions(_ halves: SIMD8<Int32>) -> SIMD8<Float> {
  let digits = unsafeBitCast(halves, to: SIMD8<UInt32>.self) &>> SIMD8(repeating: 8)
  return converted(unsafeBitCast(digits, to: SIMD8<Int32>.self)) * SIMD8(repeating: 0x1p-24)
}
