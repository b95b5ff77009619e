/// Decodes the portable anymaps of Netpbm: PBM, PGM and PPM as text (P1 to P3) and in bytes (P4 to P6).
///
/// A value v of at most m becomes 255 v / m, rounded; values of 16 bits have their high byte first.
final class PNMDecoder: OpenedImage {
  let header: ImageHeader
  private let text: PNMText
  private let maxValue: Int
  private let isBits: Bool
  private let isText: Bool
  private let channels: Int

  /// Reads the header and checks that the file is large enough; the bytes must outlive the decoder.
  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    let kind = Int(bytes[1]) - Int(UInt8(ascii: "0"))
    isText = kind <= 3
    isBits = kind == 1 || kind == 4
    channels = kind == 3 || kind == 6 ? 3 : 1
    var text = PNMText(bytes, at: 2)
    let (width, height) = (try text.number(), try text.number())
    header = try ImageHeader(height: height, width: width, isGray: channels == 1)
    maxValue = isBits ? 1 : try text.number()
    guard (1...65535).contains(maxValue) else {
      throw DecodingError("the PNM is damaged (its largest value is \(maxValue), not 1 to 65535)")
    }
    if !isText { try text.skipOneSpace() }
    self.text = text
    // As text, each value has a digit.
    let row = isBits && !isText ? (width + 7) / 8 : width * channels * (maxValue > 255 && !isText ? 2 : 1)
    guard text.left >= height * row else { throw text.cutShort }
  }

  func layout(for color: ColorMode) -> PixelLayout {
    PixelLayout(isGray: header.isGray, hasAlpha: false, for: color)
  }

  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError) {
    let writer = PixelWriter(layout: layout, pixels: pixels.assumingMemoryBound(to: UInt8.self))
    var text = text
    for y in 0..<header.height {
      let row = y * header.width
      if isBits && !isText {
        try bits(&text, row, writer)
        continue
      }
      for x in 0..<header.width {
        let red = try value(&text)
        let color =
          channels == 1
          ? PixelColor(red: red, green: red, blue: red)
          : PixelColor(red: red, green: try value(&text), blue: try value(&text))
        writer.put(color, at: row + x)
      }
    }
  }

  /// One value as a byte.
  private func value(_ text: inout PNMText) throws(DecodingError) -> UInt8 {
    // A bit of 1 is ink.
    if isBits { return try text.bit() == 1 ? 0 : 255 }
    let value = isText ? try text.number() : maxValue > 255 ? try text.bigWord() : Int(try text.byte())
    if maxValue == 255 && !isText { return UInt8(truncatingIfNeeded: value) }
    guard value <= maxValue else {
      throw DecodingError(
        "the PNM is damaged (it holds the value \(value), its header says at most \(maxValue))")
    }
    return UInt8(truncatingIfNeeded: (value * 255 + maxValue / 2) / maxValue)
  }

  /// One row of bits, the first pixel in the highest one.
  private func bits(_ text: inout PNMText, _ row: Int, _ writer: PixelWriter) throws(DecodingError) {
    var byte: UInt8 = 0
    for x in 0..<header.width {
      if x % 8 == 0 { byte = try text.byte() }
      let value: UInt8 = byte >> UInt8(7 - x % 8) & 1 == 1 ? 0 : 255
      writer.put(PixelColor(red: value, green: value, blue: value), at: row + x)
    }
  }
}
