/// Decodes bitmaps of 1 to 32 bits a pixel, in rows or in runs.
final class BMPDecoder: OpenedImage {
  let header: ImageHeader
  private let bitmap: BMPHeader
  private let bytes: UnsafeRawBufferPointer

  /// Reads the header and checks that the file holds as many rows as it says; the bytes must outlive the decoder.
  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    bitmap = try BMPHeader(bytes)
    self.bytes = bytes
    var isGray = false
    switch bitmap.storage {
    case .indices, .runs: isGray = bitmap.palette.allSatisfy(\.isGray)
    case .bytes, .masks: break
    }
    header = try ImageHeader(height: bitmap.height, width: bitmap.width, isGray: isGray)
    if case .runs = bitmap.storage { return }
    // The last row may lack the bytes that fill it up.
    let last = (bitmap.width * bitmap.bitsPerPixel + 7) / 8
    guard bitmap.firstPixel + (bitmap.height - 1) * stride + last <= bytes.count else {
      throw ByteReader(bytes, format: "BMP").cutShort
    }
  }

  /// The bytes from row to row: whole words of 32 bits.
  private var stride: Int { (bitmap.width * bitmap.bitsPerPixel + 31) / 32 * 4 }

  func layout(for color: ColorMode) -> PixelLayout {
    var hasAlpha = false
    if case .masks(let masks) = bitmap.storage { hasAlpha = masks.hasAlpha }
    return PixelLayout(isGray: header.isGray, hasAlpha: hasAlpha, for: color)
  }

  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError) {
    let writer = PixelWriter(layout: layout, pixels: pixels.assumingMemoryBound(to: UInt8.self))
    if case .runs = bitmap.storage { return try decodeRuns(writer) }
    for y in 0..<bitmap.height {
      let row = bitmap.firstPixel + y * stride
      let first = place(ofStoredRow: y)
      switch bitmap.storage {
      case .indices: indices(row, first, writer)
      case .masks(let masks): words(row, first, masks, writer)
      case .bytes, .runs: colors(row, first, writer)
      }
    }
  }

  /// The number of the first pixel of a row as it is stored.
  private func place(ofStoredRow y: Int) -> Int {
    (bitmap.isTopDown ? y : bitmap.height - 1 - y) * bitmap.width
  }

  private func indices(_ row: Int, _ first: Int, _ writer: PixelWriter) {
    let bits = bitmap.bitsPerPixel
    for x in 0..<bitmap.width {
      let byte = Int(bytes[row + x * bits / 8])
      writer.put(color(byte >> (8 - bits - x * bits % 8) & (1 << bits - 1)), at: first + x)
    }
  }

  private func colors(_ row: Int, _ first: Int, _ writer: PixelWriter) {
    for x in 0..<bitmap.width {
      let place = row + 3 * x
      writer.put(
        PixelColor(red: bytes[place + 2], green: bytes[place + 1], blue: bytes[place]), at: first + x)
    }
  }

  private func words(_ row: Int, _ first: Int, _ masks: BMPMasks, _ writer: PixelWriter) {
    let count = bitmap.bitsPerPixel / 8
    for x in 0..<bitmap.width {
      var word: UInt64 = 0
      for byte in 0..<count { word |= UInt64(bytes[row + count * x + byte]) << UInt64(8 * byte) }
      writer.put(masks.color(word), at: first + x)
    }
  }

  /// A color of the palette; black beyond its end, as in Pillow.
  private func color(_ index: Int) -> PixelColor {
    index < bitmap.palette.count ? bitmap.palette[index] : .black
  }

  /// Decodes RLE8 or RLE4: pixels that the runs pass over have color 0, what a run holds beyond its row is dropped.
  private func decodeRuns(_ writer: PixelWriter) throws(DecodingError) {
    var runs = BMPRuns(bytes, from: bitmap.firstPixel, bitsPerPixel: bitmap.bitsPerPixel)
    for i in 0..<header.size.area { writer.put(color(0), at: i) }
    try runs.forEachPixel(height: bitmap.height, width: bitmap.width) { y, x, index in
      writer.put(color(index), at: place(ofStoredRow: y) + x)
    }
  }
}
