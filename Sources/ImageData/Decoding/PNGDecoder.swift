import CSPNG

/// Decodes PNG files of every color type and depth with libspng; gamma is never applied.
final class PNGDecoder: OpenedImage {
  private let context: OpaquePointer
  private let ihdr: spng_ihdr
  private let isTransparent: Bool
  private let bytes: UnsafeRawBufferPointer
  let header: ImageHeader

  /// The most bytes of one chunk that is kept, and of all of them: profiles and comments are small.
  private static let chunkLimit = 16 << 20
  private static let cacheLimit = 64 << 20

  /// The most bytes that one byte of a zlib stream stands for is 1032.
  private static let mostCompression = 1040

  /// Reads all that stands before the pixels; the bytes must outlive the decoder.
  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    guard let context = spng_ctx_new(0) else { throw DecodingError("the PNG decoder could not be started") }
    var opened = false
    defer { if !opened { spng_ctx_free(context) } }
    try check(spng_set_chunk_limits(context, PNGDecoder.chunkLimit, PNGDecoder.cacheLimit))
    try check(spng_set_png_buffer(context, bytes.baseAddress, bytes.count))
    var ihdr = spng_ihdr()
    try check(spng_get_ihdr(context, &ihdr))
    let color = ihdr.color_type
    let hasNoColor =
      color == SPNG_COLOR_TYPE_GRAYSCALE.rawValue || color == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA.rawValue
    // The size is checked before any chunk after the header is looked at.
    var header = try ImageHeader(height: Int(ihdr.height), width: Int(ihdr.width), isGray: hasNoColor)
    try header.requireBytes(
      bytes.count, least: header.height * PNGDecoder.rowBytes(ihdr) / PNGDecoder.mostCompression,
      format: "PNG")
    if color == SPNG_COLOR_TYPE_INDEXED.rawValue {
      header.isGray = try PNGDecoder.paletteIsGray(context)
    }
    var transparency = spng_trns()
    isTransparent = spng_get_trns(context, &transparency) == 0
    self.header = header
    self.context = context
    self.bytes = bytes
    self.ihdr = ihdr
    opened = true
  }

  deinit {
    spng_ctx_free(context)
  }

  /// What the chunk eXIf notes.
  var orientation: ImageOrientation {
    // libspng knows only what stands before the pixels; the chunk may follow them.
    let chunk = PNGChunks(bytes).first { $0.name.elementsEqual("eXIf".utf8) }
    return ImageOrientation(exif: UnsafeRawBufferPointer(rebasing: bytes[chunk?.data ?? 0..<0]))
  }

  /// An alpha channel, or transparent colors.
  var hasAlpha: Bool {
    let color = UInt32(ihdr.color_type)
    return isTransparent || color == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA.rawValue
      || color == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA.rawValue
  }

  /// The bytes of a row of samples.
  private static func rowBytes(_ ihdr: spng_ihdr) -> Int {
    let samples = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][ihdr.color_type] ?? 1
    return (Int(ihdr.width) * samples * Int(ihdr.bit_depth) + 7) / 8
  }

  /// True if all colors of the palette are shades of gray.
  private static func paletteIsGray(_ context: OpaquePointer) throws(DecodingError) -> Bool {
    var palette = spng_plte()
    try check(spng_get_plte(context, &palette))
    return withUnsafeBytes(of: &palette.entries) { bytes in
      bytes.bindMemory(to: spng_plte_entry.self).prefix(Int(palette.n_entries)).allSatisfy {
        $0.red == $0.green && $0.green == $0.blue
      }
    }
  }

  /// How the file is delivered.
  func layout(for color: ColorMode) -> PixelLayout {
    if ihdr.bit_depth == 16 { return .rgba16 }
    if hasAlpha { return .rgba8 }
    let isGray = UInt32(ihdr.color_type) == SPNG_COLOR_TYPE_GRAYSCALE.rawValue
    return isGray && color == .grayscale ? .gray8 : .rgb8
  }

  /// Decodes the file to its end.
  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError) {
    precondition(divisor == 1, "A PNG is decoded at its own size")
    let format: spng_format =
      switch layout {
      case .gray8: SPNG_FMT_G8
      case .rgb8: SPNG_FMT_RGB8
      case .rgba16: SPNG_FMT_RGBA16
      default: SPNG_FMT_RGBA8
      }
    let count = header.size.area * layout.bytesPerPixel
    let flags = isTransparent ? Int32(SPNG_DECODE_TRNS.rawValue) : 0
    try check(spng_decode_image(context, pixels, count, Int32(format.rawValue), flags))
    // What follows the pixels is read only to see that the file ends where a PNG ends.
    try check(spng_decode_chunks(context))
  }
}

/// Turns a code of libspng into an error.
private func check(_ code: Int32) throws(DecodingError) {
  guard code != 0 else { return }
  let text = String(cString: spng_strerror(code))
  if code == SPNG_IO_EOF.rawValue || code == SPNG_EIDAT_TOO_SHORT.rawValue {
    throw DecodingError("the PNG is cut short (\(text))")
  }
  throw DecodingError("the PNG is damaged (\(text))")
}
