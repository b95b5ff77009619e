/// The kernel that turns, shears, zooms and moves images of bytes, in one pass from bytes to numbers.
///
/// Sources and destinations never overlap. Every result has the same bits in every instruction set: coordinates are
/// integers, products and sums are rounded one by one.
public protocol AffineKernels {
  /// y[i, c] = the image at (`row`, `column`) of the result's place (r, i): a bilinear mean of four pixels, or the nearest
  /// pixel; times `scale`.
  ///
  /// - Parameters:
  ///   - x: H x W x C bytes without gaps.
  ///   - r: The row of the result.
  ///   - y: `count` x C floats; nothing behind them is written.
  static func sample(
    _ x: UnsafePointer<UInt8>, _ sampling: AffineSampling, row r: Int, _ y: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension AffineKernels {
  // A row falls into five parts: beyond the edge (a constant), pixels near the edge, pixels whose neighbours are all
  // inside, and the first two again. Most are computed four at a time.
  @inlinable @inline(__always)
  public static func sample(
    _ x: UnsafePointer<UInt8>, _ sampling: AffineSampling, row r: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    let channels = sampling.channels
    if sampling.isInside && channels == 1 && !sampling.isNearest && sampling.count >= 4 {
      let (rows, columns) = (sampling.row.line(row: r), sampling.column.line(row: r))
      var i = 0
      bilinearGrays(x, sampling, rows, columns, &i, sampling.count, y)
      // The last four begin before the rest: what was computed already is so once more, to the same bits.
      if i < sampling.count {
        i = sampling.count &- 4
        bilinearGrays(x, sampling, rows, columns, &i, sampling.count, y)
      }
      return
    }
    let half: Int64 = sampling.isNearest ? 1 << 31 : 0
    var (rows, columns) = (sampling.row.line(row: r), sampling.column.line(row: r))
    var visible = (first: 0, end: sampling.count)
    if let constant = sampling.constant {
      visible = common(
        rows.places(below: Int64(sampling.height &- 1) &<< 32 &+ 1, count: sampling.count),
        columns.places(below: Int64(sampling.width &- 1) &<< 32 &+ 1, count: sampling.count))
      fill(y, visible.first &* channels, constant)
    }
    rows.start &+= half
    columns.start &+= half
    // Three channels are read as four bytes: not those of the last column, behind which the image may end.
    let neighbours = (sampling.isNearest ? 0 : 1, (sampling.isNearest ? 0 : 1) &+ (channels == 3 ? 1 : 0))
    var inside = common(
      visible,
      common(
        rows.places(below: Int64(sampling.height &- neighbours.0) &<< 32, count: sampling.count),
        columns.places(below: Int64(sampling.width &- neighbours.1) &<< 32, count: sampling.count)))
    // And they are written as four floats, the last of which belongs to the next pixel.
    if channels == 3 { inside.end = max(inside.first, min(inside.end, sampling.count &- 1)) }
    if !(channels == 1 || channels == 3 || channels == 4) { inside.end = inside.first }

    sampleAtEdges(x, sampling, rows, columns, visible.first..<inside.first, of: visible, y)
    var i = inside.first
    if sampling.isNearest {
      if channels != 1 { nearestColors(x, sampling, rows, columns, &i, inside.end, y) }
    } else if channels == 1 {
      bilinearGrays(x, sampling, rows, columns, &i, inside.end, y)
    } else {
      bilinearColors(x, sampling, rows, columns, &i, inside.end, y)
    }
    sampleAtEdges(x, sampling, rows, columns, i..<visible.end, of: visible, y)
    if let constant = sampling.constant {
      fill(y + visible.end &* channels, (sampling.count &- visible.end) &* channels, constant)
    }
  }

  /// The bilinear means of pixels of three or four channels whose neighbours are inside.
  @inlinable @inline(__always)
  static func bilinearColors(
    _ x: UnsafePointer<UInt8>, _ sampling: AffineSampling, _ rows: FixedLine, _ columns: FixedLine,
    _ i: inout Int, _ end: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    let channels = sampling.channels
    let below = sampling.width &* channels
    var (row, column) = (rows.four(from: i), columns.four(from: i))
    while i &+ 4 <= end {
      let corners = Corners(row, column, sampling)
      row &+= rows.fourSteps
      column &+= columns.fourSteps
      let at = corners.offset
      store(
        mixed(
          corners, fourWords(x, at), fourWords(x + channels, at), fourWords(x + below, at),
          fourWords(x + (below &+ channels), at)), y + i &* channels, channels)
      i &+= 4
    }
  }

  /// The bilinear means of gray pixels whose neighbours are inside.
  @inlinable @inline(__always)
  static func bilinearGrays(
    _ x: UnsafePointer<UInt8>, _ sampling: AffineSampling, _ rows: FixedLine, _ columns: FixedLine,
    _ i: inout Int, _ end: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    let below = x + sampling.width
    let low = SIMD4<Int32>(repeating: 255)
    var (row, column) = (rows.four(from: i), columns.four(from: i))
    while i &+ 4 <= end {
      let corners = Corners(row, column, sampling)
      row &+= rows.fourSteps
      column &+= columns.fourSteps
      let at = corners.offset
      let (top, bottom) = (fourPairs(x, at), fourPairs(below, at))
      let upper =
        converted(top & low) * corners.topLeft + converted(top &>> SIMD4(repeating: 8)) * corners.topRight
      let lower =
        converted(bottom & low) * corners.bottomLeft
        + converted(bottom &>> SIMD4(repeating: 8)) * corners.bottomRight
      (upper + lower).store(y + i)
      i &+= 4
    }
  }

  /// The nearest pixels of three or four channels, all of them inside.
  @inlinable @inline(__always)
  static func nearestColors(
    _ x: UnsafePointer<UInt8>, _ sampling: AffineSampling, _ rows: FixedLine, _ columns: FixedLine,
    _ i: inout Int, _ end: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    let channels = sampling.channels
    let scale = SIMD4(repeating: sampling.scale)
    while i &+ 4 <= end {
      let offset = offsets(wholes(rows.four(from: i)), wholes(columns.four(from: i)), sampling)
      for k in 0..<4 { (numbers4(x + Int(offset[k])) * scale).store(y + (i &+ k) &* channels) }
      i &+= 4
    }
  }

  /// Some of the pixels that are visible, wherever they lie.
  @inlinable @inline(__always)
  static func sampleAtEdges(
    _ x: UnsafePointer<UInt8>, _ sampling: AffineSampling, _ rows: FixedLine, _ columns: FixedLine,
    _ pixels: Range<Int>, of visible: (first: Int, end: Int), _ y: UnsafeMutablePointer<Float>
  ) {
    let (channels, end) = (sampling.channels, pixels.upperBound)
    var i = pixels.lowerBound
    if !sampling.isNearest {
      if channels == 1 {
        while i < end {
          // The last four begin before the rest: what was computed already is so once more, to the same bits.
          i = min(i, visible.end &- 4)
          if i < visible.first { break }
          let at = EdgePlaces(rows, columns, i, sampling)
          let upper =
            converted(fourBytes(x, at.topLeft)) * at.corners.topLeft
            + converted(fourBytes(x, at.topRight)) * at.corners.topRight
          let lower =
            converted(fourBytes(x, at.bottomLeft)) * at.corners.bottomLeft
            + converted(fourBytes(x, at.bottomRight)) * at.corners.bottomRight
          (upper + lower).store(y + i)
          i &+= 4
        }
        i = max(i, pixels.lowerBound)
      } else if channels == 3 || channels == 4, sampling.height &* sampling.width > 1 {
        // Three channels are written as four floats, the last of which belongs to the next pixel.
        let last = channels == 3 ? min(end, sampling.count &- 1) : end
        let final = Int32(truncatingIfNeeded: sampling.height &* sampling.width &* channels &- 4)
        while i &+ 4 <= last {
          let at = EdgePlaces(rows, columns, i, sampling)
          store(
            mixed(
              at.corners, fourWords(x, at.topLeft, notBehind: final),
              fourWords(x, at.topRight, notBehind: final), fourWords(x, at.bottomLeft, notBehind: final),
              fourWords(x, at.bottomRight, notBehind: final)), y + i &* channels, channels)
          i &+= 4
        }
      }
    }
    sampleOneByOne(x, sampling, rows, columns, i, end, y)
  }

  /// The bilinear means of four pixels of up to four channels, from the words of their neighbours.
  @inlinable @inline(__always)
  static func mixed(
    _ parts: Corners, _ topLeft: SIMD4<UInt32>, _ topRight: SIMD4<UInt32>, _ bottomLeft: SIMD4<UInt32>,
    _ bottomRight: SIMD4<UInt32>
  ) -> SIMD16<Float> {
    let upper = numbers16(topLeft) * spread(parts.topLeft) + numbers16(topRight) * spread(parts.topRight)
    let lower =
      numbers16(bottomLeft) * spread(parts.bottomLeft) + numbers16(bottomRight) * spread(parts.bottomRight)
    return upper + lower
  }

  /// Writes four pixels one after the other, four floats each: what is behind a pixel's channels is written over.
  @inlinable @inline(__always)
  static func store(_ pixels: SIMD16<Float>, _ y: UnsafeMutablePointer<Float>, _ channels: Int) {
    pixels.lowHalf.lowHalf.store(y)
    pixels.lowHalf.highHalf.store(y + channels)
    pixels.highHalf.lowHalf.store(y + 2 &* channels)
    pixels.highHalf.highHalf.store(y + 3 &* channels)
  }

  /// The pixels `first` ..< `end`, wherever they lie.
  @inlinable @inline(__always)
  static func sampleOneByOne(
    _ x: UnsafePointer<UInt8>, _ sampling: AffineSampling, _ rows: FixedLine, _ columns: FixedLine,
    _ first: Int, _ end: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    let (height, width, channels) = (sampling.height, sampling.width, sampling.channels)
    let rowBytes = width &* channels
    var i = first
    while i < end {
      let (row, column) = (rows[i], columns[i])
      let (top, left) = (Int(row &>> 32), Int(column &>> 32))
      let upper = x + sampling.edge.index(top, count: height) &* rowBytes
      let a = sampling.edge.index(left, count: width) &* channels
      let pixel = y + i &* channels
      if sampling.isNearest {
        for c in 0..<channels { pixel[c] = Float(upper[a &+ c]) * sampling.scale }
      } else {
        let lower = x + sampling.edge.index(top &+ 1, count: height) &* rowBytes
        let b = sampling.edge.index(left &+ 1, count: width) &* channels
        let (down, right) = (fraction(row), fraction(column))
        let (above, below) = ((1 - down) * sampling.scale, down * sampling.scale)
        let (w00, w01) = (above * (1 - right), above * right)
        let (w10, w11) = (below * (1 - right), below * right)
        for c in 0..<channels {
          pixel[c] =
            (Float(upper[a &+ c]) * w00 + Float(upper[b &+ c]) * w01)
            + (Float(lower[a &+ c]) * w10 + Float(lower[b &+ c]) * w11)
        }
      }
      i &+= 1
    }
  }

  /// The places of both `a` and `b`; where there are none, an empty range within `a`.
  @inlinable @inline(__always)
  static func common(
    _ a: (first: Int, end: Int), _ b: (first: Int, end: Int)
  ) -> (first: Int, end: Int) {
    let first = min(max(a.first, b.first), a.end)
    return (first, max(first, min(a.end, b.end)))
  }

  @inlinable @inline(__always)
  static func fill(_ y: UnsafeMutablePointer<Float>, _ count: Int, _ value: Float) {
    for i in 0..<count { y[i] = value }
  }
}

/// The upper left neighbours of four places, and in what parts each place is made of its four neighbours.
@frozen @usableFromInline struct Corners {
  @usableFromInline var offset: SIMD4<Int32>
  @usableFromInline var topLeft: SIMD4<Float>
  @usableFromInline var topRight: SIMD4<Float>
  @usableFromInline var bottomLeft: SIMD4<Float>
  @usableFromInline var bottomRight: SIMD4<Float>

  @_transparent
  @usableFromInline init(_ row: SIMD4<Int64>, _ column: SIMD4<Int64>, _ sampling: AffineSampling) {
    offset = offsets(wholes(row), wholes(column), sampling)
    let (down, right) = (fractions(row), fractions(column))
    let (one, scale) = (SIMD4<Float>(repeating: 1), SIMD4(repeating: sampling.scale))
    let (above, below) = ((one - down) * scale, down * scale)
    let left = one - right
    topLeft = above * left
    topRight = above * right
    bottomLeft = below * left
    bottomRight = below * right
  }
}

/// Where the four neighbours of four places stand, wherever those lie.
@frozen @usableFromInline struct EdgePlaces {
  @usableFromInline var corners: Corners
  @usableFromInline var topLeft: SIMD4<Int32>
  @usableFromInline var topRight: SIMD4<Int32>
  @usableFromInline var bottomLeft: SIMD4<Int32>
  @usableFromInline var bottomRight: SIMD4<Int32>

  @_transparent
  @usableFromInline init(_ rows: FixedLine, _ columns: FixedLine, _ i: Int, _ sampling: AffineSampling) {
    let (row, column) = (rows.four(from: i), columns.four(from: i))
    corners = Corners(row, column, sampling)
    let one = SIMD4<Int32>(repeating: 1)
    let (top, left) = (wholes(row), wholes(column))
    let above = indices(top, count: sampling.height, sampling.edge)
    let below = indices(top &+ one, count: sampling.height, sampling.edge)
    let before = indices(left, count: sampling.width, sampling.edge)
    let behind = indices(left &+ one, count: sampling.width, sampling.edge)
    topLeft = offsets(above, before, sampling)
    topRight = offsets(above, behind, sampling)
    bottomLeft = offsets(below, before, sampling)
    bottomRight = offsets(below, behind, sampling)
  }
}

/// The indices in 0 ..< `count` that stand at any indices.
@_transparent
@usableFromInline func indices(_ i: SIMD4<Int32>, count: Int, _ edge: EdgeRule) -> SIMD4<Int32> {
  if case .nearest = edge {
    let (zero, last) = (SIMD4<Int32>(), SIMD4(repeating: Int32(truncatingIfNeeded: count &- 1)))
    let low = i.replacing(with: zero, where: i .< zero)
    return low.replacing(with: last, where: low .> last)
  }
  var result = i
  for k in 0..<4 { result[k] = Int32(truncatingIfNeeded: edge.index(Int(i[k]), count: count)) }
  return result
}

/// Where in the image pixels stand.
@_transparent
@usableFromInline func offsets(
  _ rows: SIMD4<Int32>, _ columns: SIMD4<Int32>, _ sampling: AffineSampling
) -> SIMD4<Int32> {
  let rowBytes = Int32(truncatingIfNeeded: sampling.width &* sampling.channels)
  return rows &* SIMD4(repeating: rowBytes)
    &+ columns &* SIMD4(repeating: Int32(truncatingIfNeeded: sampling.channels))
}

/// ⌊coordinate⌋
@_transparent
@usableFromInline func wholes(_ coordinates: SIMD4<Int64>) -> SIMD4<Int32> {
  unsafeBitCast(coordinates, to: SIMD8<Int32>.self).oddHalf
}

/// coordinate − ⌊coordinate⌋, to 24 binary digits.
@_transparent
@usableFromInline func fractions(_ coordinates: SIMD4<Int64>) -> SIMD4<Float> {
  let digits = unsafeBitCast(coordinates, to: SIMD8<UInt32>.self).evenHalf &>> SIMD4(repeating: 8)
  return converted(unsafeBitCast(digits, to: SIMD4<Int32>.self)) * SIMD4(repeating: 0x1p-24)
}

/// coordinate − ⌊coordinate⌋, to 24 binary digits.
@_transparent
@usableFromInline func fraction(_ coordinate: Int64) -> Float {
  Float(UInt32(truncatingIfNeeded: coordinate) &>> 8) * 0x1p-24
}

/// Two neighbouring bytes at each of four places, the right one above the left one.
@_transparent
@usableFromInline func fourPairs(_ x: UnsafePointer<UInt8>, _ offset: SIMD4<Int32>) -> SIMD4<Int32> {
  SIMD4(
    pair(x + Int(offset[0])), pair(x + Int(offset[1])), pair(x + Int(offset[2])), pair(x + Int(offset[3])))
}

@_transparent
@usableFromInline func pair(_ x: UnsafePointer<UInt8>) -> Int32 {
  Int32(UnsafeRawPointer(x).loadUnaligned(as: UInt16.self))
}

/// The bytes at four places.
@_transparent
@usableFromInline func fourBytes(_ x: UnsafePointer<UInt8>, _ offset: SIMD4<Int32>) -> SIMD4<Int32> {
  SIMD4(
    Int32(x[Int(offset[0])]), Int32(x[Int(offset[1])]), Int32(x[Int(offset[2])]), Int32(x[Int(offset[3])]))
}

/// Four bytes at each of four places.
@_transparent
@usableFromInline func fourWords(_ x: UnsafePointer<UInt8>, _ offset: SIMD4<Int32>) -> SIMD4<UInt32> {
  SIMD4(
    load4(x + Int(offset[0])), load4(x + Int(offset[1])), load4(x + Int(offset[2])), load4(x + Int(offset[3]))
  )
}

/// Four bytes at each of four places, nothing behind `last` + 4: what would stand there is 0.
@_transparent
@usableFromInline func fourWords(
  _ x: UnsafePointer<UInt8>, _ offset: SIMD4<Int32>, notBehind last: Int32
) -> SIMD4<UInt32> {
  let limit = SIMD4(repeating: last)
  let place = offset.replacing(with: limit, where: offset .> limit)
  let surplus = unsafeBitCast((offset &- place) &* SIMD4(repeating: 8), to: SIMD4<UInt32>.self)
  return fourWords(x, place) &>> surplus
}

/// Sixteen bytes as numbers.
@_transparent
@usableFromInline func numbers16(_ words: SIMD4<UInt32>) -> SIMD16<Float> {
  converted(widened(unsafeBitCast(words, to: SIMD16<UInt8>.self)))
}

/// Each number four times.
@_transparent
@usableFromInline func spread(_ numbers: SIMD4<Float>) -> SIMD16<Float> {
  SIMD16(
    lowHalf: SIMD8(lowHalf: SIMD4(repeating: numbers[0]), highHalf: SIMD4(repeating: numbers[1])),
    highHalf: SIMD8(lowHalf: SIMD4(repeating: numbers[2]), highHalf: SIMD4(repeating: numbers[3])))
}
