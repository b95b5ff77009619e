/// The kernels between bytes and numbers: the inner loops of augmentation.
///
/// Sources and destinations never overlap. Every result has the same bits in every instruction set: products and sums
/// are rounded one by one.
public protocol PixelKernels {
  /// y[i] = scale · x[i], from bytes.
  static func convert(
    count: Int, _ bytes: UnsafePointer<UInt8>, scale: Float, _ floats: UnsafeMutablePointer<Float>)

  /// y[i] = (w₀₀ x[i] + w₀₁ x[i + C]) + (w₁₀ x'[i] + w₁₁ x'[i + C]), from the bytes of a row x and the row x' below it.
  ///
  /// Reads C bytes more than `count` of each row.
  static func interpolate(
    count: Int, channels: Int, top: UnsafePointer<UInt8>, bottom: UnsafePointer<UInt8>,
    weights: BilinearWeights, _ floats: UnsafeMutablePointer<Float>)

  /// y[n − 1 − i, c] = x[i, c]: a row of n pixels with left and right exchanged.
  static func reverse(
    pixels: Int, channels: Int, _ x: UnsafePointer<UInt8>, _ y: UnsafeMutablePointer<UInt8>)

  /// y[r, i, c] = the weighted mean of the pixel (`firstRow` + r, `firstColumn` + i) of x and its neighbours; with
  /// `isReversed`, y[r, `count` − 1 − i, c].
  ///
  /// - Parameters:
  ///   - x: H x W x C bytes.
  ///   - room: `PixelShift.room` bytes to work in.
  ///   - rowStride: The distance of rows of y; below 0 if they go upwards.
  static func shift(
    _ x: UnsafePointer<UInt8>, _ shift: PixelShift, room: UnsafeMutablePointer<UInt8>,
    _ y: UnsafeMutablePointer<Float>, rowStride: Int)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PixelKernels {
  @inlinable @inline(__always)
  public static func convert(
    count: Int, _ bytes: UnsafePointer<UInt8>, scale: Float, _ floats: UnsafeMutablePointer<Float>
  ) {
    let factor = SIMD16(repeating: scale)
    var i = 0
    while i &+ 16 <= count {
      UnsafeMutableRawPointer(floats + i).storeBytes(
        of: numbers(load16(bytes + i)) * factor, as: SIMD16<Float>.self)
      i &+= 16
    }
    while i < count {
      floats[i] = Float(bytes[i]) * scale
      i &+= 1
    }
  }

  @inlinable @inline(__always)
  public static func interpolate(
    count: Int, channels: Int, top: UnsafePointer<UInt8>, bottom: UnsafePointer<UInt8>,
    weights: BilinearWeights, _ floats: UnsafeMutablePointer<Float>
  ) {
    let (topRight, bottomRight) = (top + channels, bottom + channels)
    let (w00, w01) = (SIMD16(repeating: weights.topLeft), SIMD16(repeating: weights.topRight))
    let (w10, w11) = (SIMD16(repeating: weights.bottomLeft), SIMD16(repeating: weights.bottomRight))
    var i = 0
    while i &+ 16 <= count {
      let above = numbers(load16(top + i)) * w00 + numbers(load16(topRight + i)) * w01
      let below = numbers(load16(bottom + i)) * w10 + numbers(load16(bottomRight + i)) * w11
      UnsafeMutableRawPointer(floats + i).storeBytes(of: above + below, as: SIMD16<Float>.self)
      i &+= 16
    }
    while i < count {
      floats[i] = weights.mean(top[i], topRight[i], bottom[i], bottomRight[i])
      i &+= 1
    }
  }

  @inlinable @inline(__always)
  public static func reverse(
    pixels: Int, channels: Int, _ x: UnsafePointer<UInt8>, _ y: UnsafeMutablePointer<UInt8>
  ) {
    var i = 0
    if channels == 3 {
      // Five pixels at a time; the sixteenth byte is what stands before them, and is written over by the next five.
      while i &+ 6 <= pixels {
        let first = 3 &* (pixels &- i &- 5)
        store16(fivePixelsReversed(load16(x + (first &- 1))), y + 3 &* i)
        i &+= 5
      }
    } else if channels == 1 {
      while i &+ 16 <= pixels {
        let first = pixels &- i &- 16
        store16(reversed(load16(x + first)), y + i)
        i &+= 16
      }
    }
    while i < pixels {
      copyPixel(x + channels &* (pixels &- 1 &- i), y + channels &* i, channels)
      i &+= 1
    }
  }

  @inlinable @inline(__always)
  public static func shift(
    _ x: UnsafePointer<UInt8>, _ shift: PixelShift, room: UnsafeMutablePointer<UInt8>,
    _ y: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    let count = shift.count &* shift.channels
    let isInside = shift.firstColumn >= 0 && shift.firstColumn &+ shift.readCount <= shift.width
    // Two rows of the image as they are to be seen, made when they are first needed, kept for the next row.
    var (top, bottom) = (room, room + PixelShift.room / 2)
    var (topRow, bottomRow) = (-1, -1)
    for r in 0..<shift.height {
      let output = y + r &* rowStride
      let above = shift.edge.index(shift.firstRow &+ r, count: shift.height)
      let below = shift.edge.index(shift.firstRow &+ r &+ 1, count: shift.height)
      if isInside && !shift.isReversed {
        let first = x + (above &* shift.width &+ shift.firstColumn) &* shift.channels
        guard let weights = shift.weights else {
          convert(count: count, first, scale: shift.scale, output)
          continue
        }
        let second = x + (below &* shift.width &+ shift.firstColumn) &* shift.channels
        interpolate(
          count: count, channels: shift.channels, top: first, bottom: second, weights: weights, output)
        continue
      }
      if above == bottomRow {
        (top, bottom) = (bottom, top)
        (topRow, bottomRow) = (bottomRow, topRow)
      } else if above != topRow {
        copyRow(above, of: x, shift, top)
        topRow = above
      }
      guard let weights = shift.weights else {
        convert(count: count, top, scale: shift.scale, output)
        continue
      }
      if below != above && below != bottomRow {
        copyRow(below, of: x, shift, bottom)
        bottomRow = below
      }
      interpolate(
        count: count, channels: shift.channels, top: top, bottom: below == above ? top : bottom,
        weights: weights, output)
    }
  }

  /// Writes the pixels of a row that a shift shows: those beyond the edges too, and in the order it wants.
  @inlinable @inline(__always)
  static func copyRow(
    _ row: Int, of x: UnsafePointer<UInt8>, _ shift: PixelShift, _ y: UnsafeMutablePointer<UInt8>
  ) {
    let (channels, count) = (shift.channels, shift.readCount)
    let source = x + row &* shift.width &* channels
    // Columns first ..< end lie inside of the image.
    let first = min(max(0 &- shift.firstColumn, 0), count)
    let end = max(min(shift.width &- shift.firstColumn, count), first)
    let inside = source + (shift.firstColumn &+ first) &* channels
    if shift.isReversed {
      reverse(pixels: end &- first, channels: channels, inside, y + (count &- end) &* channels)
    } else {
      copy((end &- first) &* channels, inside, y + first &* channels)
    }
    var column = first > 0 ? 0 : end
    while column < count {
      let place = shift.isReversed ? count &- 1 &- column : column
      let index = shift.edge.index(shift.firstColumn &+ column, count: shift.width)
      copyPixel(source + index &* channels, y + place &* channels, channels)
      column &+= 1
      if column == first { column = end }
    }
  }
}

/// Sixteen bytes as numbers.
@_transparent
@usableFromInline func numbers(_ bytes: SIMD16<UInt8>) -> SIMD16<Float> {
  converted(widened(bytes))
}

/// Copies bytes.
@_transparent
@usableFromInline func copy(
  _ count: Int, _ x: UnsafePointer<UInt8>, _ y: UnsafeMutablePointer<UInt8>
) {
  var i = 0
  while i &+ 16 <= count {
    store16(load16(x + i), y + i)
    i &+= 16
  }
  while i < count {
    y[i] = x[i]
    i &+= 1
  }
}

/// Copies the channels of a pixel.
@_transparent
@usableFromInline func copyPixel(
  _ x: UnsafePointer<UInt8>, _ y: UnsafeMutablePointer<UInt8>, _ channels: Int
) {
  if channels == 3 {
    (y[0], y[1], y[2]) = (x[0], x[1], x[2])
  } else {
    for c in 0..<channels { y[c] = x[c] }
  }
}

/// One byte, then five pixels of three bytes: the pixels from the last to the first, then the byte.
@_transparent
@usableFromInline func fivePixelsReversed(_ x: SIMD16<UInt8>) -> SIMD16<UInt8> {
  SIMD16(
    x[13], x[14], x[15], x[10], x[11], x[12], x[7], x[8], x[9], x[4], x[5], x[6], x[1], x[2], x[3], x[0])
}

/// The bytes from the last to the first.
@_transparent
@usableFromInline func reversed(_ x: SIMD16<UInt8>) -> SIMD16<UInt8> {
  SIMD16(
    x[15], x[14], x[13], x[12], x[11], x[10], x[9], x[8], x[7], x[6], x[5], x[4], x[3], x[2], x[1], x[0])
}
