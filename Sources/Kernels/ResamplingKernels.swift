/// The kernels that resize images of bytes, along rows and along columns.
///
/// Sources and destinations never overlap. All arithmetic is in integers of 32 bits, so that every instruction set gives
/// the same bytes.
public protocol ResamplingKernels {
  /// y[r, i, c] = ⟨Σₖ w[i, k] x[r, sᵢ + k, c]⟩ for all rows r: every row brought to another width.
  ///
  /// ⟨v⟩ is ⌊v 2⁻²² + 1/2⌋, at least 0 and at most 255.
  ///
  /// - Shapes: x: rows x `table.input` x `channels`; y: rows x `table.output` x `channels`; no gaps.
  static func resampleRows(
    rows: Int, channels: Int, _ x: UnsafePointer<UInt8>, table: ResamplingTable,
    _ y: UnsafeMutablePointer<UInt8>)

  /// y[i, j] = ⟨Σₖ w[i, k] x[sᵢ + k, j]⟩ for all columns j: every column brought to another height.
  ///
  /// - Shapes: x: `table.input` x `width`; y: `table.output` x `width`, both in bytes; no gaps.
  static func resampleColumns(
    width: Int, _ x: UnsafePointer<UInt8>, table: ResamplingTable, _ y: UnsafeMutablePointer<UInt8>)
}

/// For each output pixel along one axis: which input pixels it is made of, and in what parts.
@frozen public struct ResamplingTable {
  /// The pixels along the axis before.
  public var input: Int
  /// The pixels along the axis after.
  public var output: Int
  /// The room for one output pixel's weights.
  public var stride: Int
  /// sᵢ: the first input pixel of each output pixel.
  public var starts: UnsafePointer<Int32>
  /// The number of weights of each output pixel.
  public var counts: UnsafePointer<Int32>
  /// w times 2²², `stride` for each output pixel.
  public var weights: UnsafePointer<Int32>

  /// Gathers a table that lies in memory.
  @inlinable public init(
    input: Int, output: Int, stride: Int, starts: UnsafePointer<Int32>, counts: UnsafePointer<Int32>,
    weights: UnsafePointer<Int32>
  ) {
    self.input = input
    self.output = output
    self.stride = stride
    self.starts = starts
    self.counts = counts
    self.weights = weights
  }

  /// The binary digits of a weight after the point: 8 bits of pixel, 2 of head room, 22 of weight.
  @inlinable @inline(__always)
  public static var precision: Int32 { 22 }

  /// 1/2, as sums are counted.
  @inlinable @inline(__always)
  static var half: Int32 { 1 << 21 }
}

/// The sums as bytes: ⌊sum 2⁻²²⌋ where that is a byte, else the nearest one.
@_transparent
@usableFromInline func bytes(ofSums sums: SIMD16<Int32>) -> SIMD16<UInt8> {
  // By the sign bits: the compiler takes comparisons of integer vectors apart.
  let values = sums &>> SIMD16(repeating: ResamplingTable.precision)
  let isNegative = values &>> SIMD16(repeating: 31)
  let isTooLarge = (SIMD16(repeating: 255) &- values) &>> SIMD16(repeating: 31)
  return narrowed((values & ~isNegative) | isTooLarge)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ResamplingKernels {
  // Vectors run over four rows and, in them, the three channels of a pixel (the fourth lane is what follows, and is
  // written over by the next pixel) or four neighbouring weights of a gray pixel. So each load reads four bytes; where
  // that would end behind the last row, and for the last pixel of a row, pixels are computed one by one.
  @inlinable @inline(__always)
  public static func resampleRows(
    rows: Int, channels: Int, _ x: UnsafePointer<UInt8>, table: ResamplingTable,
    _ y: UnsafeMutablePointer<UInt8>
  ) {
    let xStride = table.input &* channels
    let yStride = table.output &* channels
    var row = 0
    while row < rows {
      let (source, target) = (x + row &* xStride, y + row &* yStride)
      guard row &+ 4 <= rows else {
        resampleOneByOne(0, rows: rows &- row, channels: channels, source, table, target)
        return
      }
      let last = lastOfVectors(channels: channels, isLastRow: row &+ 4 == rows, table)
      if channels == 3 {
        for i in 0..<last { resampleColors(i, source, xStride, table, target, yStride) }
      } else {
        for i in 0..<last { resampleGray(i, source, xStride, table, target, yStride) }
      }
      resampleOneByOne(last, rows: 4, channels: channels, source, table, target)
      row &+= 4
    }
  }

  /// How many pixels of four rows can be computed in vectors.
  @inlinable @inline(__always)
  static func lastOfVectors(channels: Int, isLastRow: Bool, _ table: ResamplingTable) -> Int {
    guard channels == 3 || channels == 1 else { return 0 }
    var last = channels == 3 ? table.output &- 1 : table.output
    guard isLastRow else { return last }
    while last > 0 {
      let count = Int(table.counts[last &- 1])
      let read = channels == 3 ? count &+ 1 : (count &+ 3) & ~3
      if Int(table.starts[last &- 1]) &+ read <= table.input { break }
      last &-= 1
    }
    return last
  }

  /// Pixel i of four rows in color.
  @inlinable @inline(__always)
  static func resampleColors(
    _ i: Int, _ x: UnsafePointer<UInt8>, _ xStride: Int, _ table: ResamplingTable,
    _ y: UnsafeMutablePointer<UInt8>, _ yStride: Int
  ) {
    let weights = table.weights + i &* table.stride
    var pixel = x + 3 &* Int(table.starts[i])
    var sums = SIMD16<Int32>(repeating: ResamplingTable.half)
    for k in 0..<Int(table.counts[i]) {
      sums &+= fourBytes(pixel, xStride) &* SIMD16(repeating: weights[k])
      pixel += 3
    }
    let pixels = unsafeBitCast(bytes(ofSums: sums), to: SIMD4<UInt32>.self)
    for r in 0..<4 {
      UnsafeMutableRawPointer(y + r &* yStride + 3 &* i).storeBytes(of: pixels[r], as: UInt32.self)
    }
  }

  /// Pixel i of four rows in gray.
  @inlinable @inline(__always)
  static func resampleGray(
    _ i: Int, _ x: UnsafePointer<UInt8>, _ xStride: Int, _ table: ResamplingTable,
    _ y: UnsafeMutablePointer<UInt8>, _ yStride: Int
  ) {
    let weights = table.weights + i &* table.stride
    let pixel = x + Int(table.starts[i])
    let count = Int(table.counts[i])
    var sums = SIMD16<Int32>(repeating: 0)
    var k = 0
    while k < count {
      // Weights behind the last are 0.
      let four = UnsafeRawPointer(weights + k).loadUnaligned(as: SIMD4<Int32>.self)
      let eight = SIMD8(lowHalf: four, highHalf: four)
      sums &+= fourBytes(pixel + k, xStride) &* SIMD16(lowHalf: eight, highHalf: eight)
      k &+= 4
    }
    let pairs = sums.evenHalf &+ sums.oddHalf
    let rows = pairs.evenHalf &+ pairs.oddHalf &+ SIMD4(repeating: ResamplingTable.half)
    for r in 0..<4 { y[r &* yStride &+ i] = byte(ofSum: rows[r]) }
  }

  /// Four neighbouring bytes of four rows.
  @inlinable @inline(__always)
  static func fourBytes(_ x: UnsafePointer<UInt8>, _ stride: Int) -> SIMD16<Int32> {
    let words = SIMD4<UInt32>(
      load4(x), load4(x + stride), load4(x + 2 &* stride), load4(x + 3 &* stride))
    return widened(unsafeBitCast(words, to: SIMD16<UInt8>.self))
  }

  /// Pixels `first` and all after it, of some rows.
  @inlinable @inline(__always)
  static func resampleOneByOne(
    _ first: Int, rows: Int, channels: Int, _ x: UnsafePointer<UInt8>, _ table: ResamplingTable,
    _ y: UnsafeMutablePointer<UInt8>
  ) {
    for r in 0..<rows {
      for i in first..<table.output {
        let source = x + (r &* table.input &+ Int(table.starts[i])) &* channels
        let weights = table.weights + i &* table.stride
        let target = y + (r &* table.output &+ i) &* channels
        for c in 0..<channels {
          var sum = ResamplingTable.half
          for k in 0..<Int(table.counts[i]) { sum &+= Int32(source[k &* channels &+ c]) &* weights[k] }
          target[c] = byte(ofSum: sum)
        }
      }
    }
  }

  @inlinable @inline(__always)
  static func byte(ofSum sum: Int32) -> UInt8 {
    let shifted = sum &>> ResamplingTable.precision
    return UInt8(truncatingIfNeeded: shifted < 0 ? 0 : shifted > 255 ? 255 : shifted)
  }

  @inlinable @inline(__always)
  public static func resampleColumns(
    width: Int, _ x: UnsafePointer<UInt8>, table: ResamplingTable, _ y: UnsafeMutablePointer<UInt8>
  ) {
    for i in 0..<table.output {
      let source = x + Int(table.starts[i]) &* width
      let weights = table.weights + i &* table.stride
      let target = y + i &* width
      let count = Int(table.counts[i])
      var j = 0
      while j &+ 16 <= width {
        var sums = SIMD16<Int32>(repeating: ResamplingTable.half)
        for k in 0..<count {
          sums &+= widened(load16(source + (k &* width &+ j))) &* SIMD16(repeating: weights[k])
        }
        store16(bytes(ofSums: sums), target + j)
        j &+= 16
      }
      while j < width {
        var sum = ResamplingTable.half
        for k in 0..<count { sum &+= Int32(source[k &* width &+ j]) &* weights[k] }
        target[j] = byte(ofSum: sum)
        j &+= 1
      }
    }
  }
}
