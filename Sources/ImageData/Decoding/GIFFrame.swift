/// What stands before the pixels of the first frame of a GIF file.
struct GIFFrame {
  private(set) var imageHeight: Int
  private(set) var imageWidth: Int
  private(set) var top = 0
  private(set) var left = 0
  private(set) var height = 0
  private(set) var width = 0
  private(set) var isInterlaced = false
  /// The colors; the frame's own or those of the file, shades of gray where there are neither.
  private(set) var palette: [PixelColor]
  /// The index of the transparent color.
  private(set) var transparent: Int?
  /// Where the code of the pixels begins.
  private(set) var data = 0

  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    var reader = ByteReader(bytes, at: 6, format: "GIF")
    imageWidth = try reader.word()
    imageHeight = try reader.word()
    let flags = try reader.byte()
    try reader.skip(2)
    palette = (0...255).map { PixelColor(red: $0, green: $0, blue: $0) }
    if flags & 0x80 != 0 { palette = try GIFFrame.palette(&reader, flags) }
    var block = try reader.byte()
    while block == 0x21 {
      try readExtension(&reader)
      block = try reader.byte()
    }
    if block == 0x3B { throw DecodingError("the GIF holds no image") }
    guard block == 0x2C else { throw reader.damaged("a block begins with \(block)") }
    try readDescriptor(&reader)
  }

  /// A color of the palette, black beyond its end; the transparent one has no opacity.
  func color(_ index: Int) -> PixelColor {
    var color = index < palette.count ? palette[index] : .black
    if index == transparent { color.alpha = 0 }
    return color
  }

  /// An extension: of those, only the graphic control says something about pixels.
  private mutating func readExtension(_ reader: inout ByteReader) throws(DecodingError) {
    let label = try reader.byte()
    var isFirst = true
    while true {
      let count = Int(try reader.byte())
      guard count > 0 else { return }
      let start = reader.place
      try reader.skip(count)
      if label == 0xF9, isFirst, count >= 4 {
        transparent = reader.bytes[start] & 1 == 1 ? Int(reader.bytes[start + 3]) : nil
      }
      isFirst = false
    }
  }

  private mutating func readDescriptor(_ reader: inout ByteReader) throws(DecodingError) {
    left = try reader.word()
    top = try reader.word()
    width = try reader.word()
    height = try reader.word()
    guard width > 0, height > 0 else {
      throw reader.damaged("its first frame has \(width) x \(height) pixels")
    }
    imageWidth = max(imageWidth, left + width)
    imageHeight = max(imageHeight, top + height)
    let flags = try reader.byte()
    isInterlaced = flags & 0x40 != 0
    if flags & 0x80 != 0 { palette = try GIFFrame.palette(&reader, flags) }
    data = reader.place
  }

  private static func palette(
    _ reader: inout ByteReader, _ flags: UInt8
  ) throws(DecodingError) -> [PixelColor] {
    var colors: [PixelColor] = []
    for _ in 0..<2 << Int(flags & 7) {
      colors.append(
        PixelColor(red: try reader.byte(), green: try reader.byte(), blue: try reader.byte()))
    }
    return colors
  }
}
