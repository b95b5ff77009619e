/// What stands before the pixels of a Windows or OS/2 bitmap.
///
/// Source: Microsoft, "Bitmap Storage" and the structures BITMAPCOREHEADER to BITMAPV5HEADER.
struct BMPHeader {
  /// How the pixels are stored.
  enum Storage {
    /// Indices of 1, 4 or 8 bits into the palette.
    case indices
    /// Indices of 4 or 8 bits in runs.
    case runs
    /// Blue, green, red bytes.
    case bytes
    /// Words of 16 or 32 bits, with a mask for each channel.
    case masks(BMPMasks)
  }

  let height: Int
  let width: Int
  /// True where the first row stored is the top one.
  let isTopDown: Bool
  let bitsPerPixel: Int
  let storage: Storage
  let palette: [PixelColor]
  /// Where the pixels begin.
  let firstPixel: Int

  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    var reader = ByteReader(bytes, at: 2, format: "BMP")
    try reader.skip(8)
    firstPixel = try reader.long()
    let size = try reader.long()
    guard size == 12 || (16...124).contains(size) else {
      throw reader.damaged("its header has \(size) bytes")
    }
    let isCore = size == 12
    width = isCore ? try reader.word() : try reader.signedLong()
    let signedHeight = isCore ? try reader.word() : try reader.signedLong()
    isTopDown = signedHeight < 0
    height = abs(signedHeight)
    try reader.skip(2)
    bitsPerPixel = try reader.word()
    let compression = size >= 20 ? try reader.long() : 0
    if size >= 36 { try reader.move(to: 14 + 32) }
    let colorsUsed = size >= 36 ? try reader.long() : 0
    // The masks stand at the same place whether they belong to the header or follow it.
    try reader.move(to: 14 + min(size, 40))
    let masks = try BMPHeader.masks(
      &reader, bitsPerPixel: bitsPerPixel, compression: compression, headerSize: size)
    switch (bitsPerPixel, compression) {
    case (1, 0), (4, 0), (8, 0): storage = .indices
    case (4, 2), (8, 1): storage = .runs
    case (24, 0): storage = .bytes
    case (16, 0), (32, 0), (16, 3), (32, 3), (16, 6), (32, 6): storage = .masks(masks)
    default:
      throw DecodingError(
        "the BMP has \(bitsPerPixel) bits a pixel in compression \(compression), which is not read")
    }
    let maskBytes = size == 40 ? [3: 12, 6: 16][compression] ?? 0 : 0
    try reader.move(to: 14 + size + maskBytes)
    palette =
      bitsPerPixel > 8
      ? []
      : try BMPHeader.palette(
        &reader, count: colorsUsed, bitsPerPixel: bitsPerPixel, entrySize: isCore ? 3 : 4,
        end: firstPixel)
  }

  /// The masks: 5 bits a channel and 8 bits a channel unless others are given.
  private static func masks(
    _ reader: inout ByteReader, bitsPerPixel: Int, compression: Int, headerSize: Int
  ) throws(DecodingError) -> BMPMasks {
    guard bitsPerPixel == 16 || bitsPerPixel == 32, compression == 3 || compression == 6 else {
      return bitsPerPixel == 16 ? .fiveBits : .eightBits
    }
    let (red, green, blue) = (try reader.long(), try reader.long(), try reader.long())
    let hasAlpha = compression == 6 || headerSize >= 56
    let alpha = hasAlpha ? try reader.long() : 0
    guard let masks = BMPMasks(red: red, green: green, blue: blue, alpha: alpha) else {
      throw reader.damaged("the bits of a color do not stand side by side")
    }
    return masks
  }

  /// The palette: the colors that are there, of those that the header promises.
  private static func palette(
    _ reader: inout ByteReader, count: Int, bitsPerPixel: Int, entrySize: Int, end: Int
  ) throws(DecodingError) -> [PixelColor] {
    let most = 1 << bitsPerPixel
    let room = (min(end, reader.bytes.count) - reader.place) / entrySize
    let count = min(count == 0 ? most : count, most, max(room, 0))
    var colors: [PixelColor] = []
    for _ in 0..<count {
      let (blue, green, red) = (try reader.byte(), try reader.byte(), try reader.byte())
      colors.append(PixelColor(red: red, green: green, blue: blue))
      try reader.skip(entrySize - 3)
    }
    return colors
  }
}
