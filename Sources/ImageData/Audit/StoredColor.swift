/// How a file stores colors, before they are made gray, RGB or RGBA bytes.
public enum StoredColor: String, Sendable, Hashable, CaseIterable {
  case bilevel = "black and white"
  case gray
  case grayAlpha = "gray with opacity"
  case rgb = "RGB"
  case rgba = "RGB with opacity"
  case palette
  case paletteAlpha = "palette with opacity"
  case cmyk = "CMYK"
  case gray16 = "16-bit gray"
  case grayAlpha16 = "16-bit gray with opacity"
  case rgb16 = "16-bit RGB"
  case rgba16 = "16-bit RGB with opacity"

  /// Reads it from a file that can be decoded.
  ///
  /// - Parameter hasAlpha: Whether its decoder found some opacity.
  init(_ bytes: UnsafeRawBufferPointer, format: ImageFormat, hasAlpha: Bool) {
    switch format {
    case .jpeg: self = StoredColor(jpeg: bytes)
    case .png: self = StoredColor(png: bytes, hasAlpha: hasAlpha)
    case .webp: self = hasAlpha ? .rgba : .rgb
    case .gif: self = hasAlpha ? .paletteAlpha : .palette
    case .bmp: self = StoredColor(bmp: bytes, hasAlpha: hasAlpha)
    case .pnm: self = StoredColor(pnm: bytes)
    }
  }

  /// From the number of components in the frame's segment.
  private init(jpeg bytes: UnsafeRawBufferPointer) {
    let frame = JPEGSegments(bytes).first { marker, data in
      (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker) && data.count >= 6
    }
    self = frame.flatMap { [1: .gray, 4: .cmyk][bytes[$0.data.lowerBound + 5]] } ?? .rgb
  }

  /// From the first chunk, IHDR, which stands at a fixed place: bits at byte 24, color type at 25.
  private init(png bytes: UnsafeRawBufferPointer, hasAlpha: Bool) {
    guard bytes.count > 25 else {
      self = .rgb
      return
    }
    let is16 = bytes[24] == 16
    self =
      switch bytes[25] {
      case 3: hasAlpha ? .paletteAlpha : .palette
      case 0, 4:
        hasAlpha ? (is16 ? .grayAlpha16 : .grayAlpha) : is16 ? .gray16 : bytes[24] == 1 ? .bilevel : .gray
      default: hasAlpha ? (is16 ? .rgba16 : .rgba) : is16 ? .rgb16 : .rgb
      }
  }

  private init(bmp bytes: UnsafeRawBufferPointer, hasAlpha: Bool) {
    let bits = (try? BMPHeader(bytes))?.bitsPerPixel ?? 24
    self = bits <= 8 ? .palette : hasAlpha ? .rgba : .rgb
  }

  /// From the digit behind `P`, and the largest value behind width and height.
  private init(pnm bytes: UnsafeRawBufferPointer) {
    guard bytes[1] != UInt8(ascii: "1"), bytes[1] != UInt8(ascii: "4") else {
      self = .bilevel
      return
    }
    var text = PNMText(bytes, at: 2)
    let numbers = (0..<3).compactMap { _ in try? text.number() }
    let is16 = numbers.last ?? 255 > 255
    let isColor = bytes[1] == UInt8(ascii: "3") || bytes[1] == UInt8(ascii: "6")
    self = isColor ? (is16 ? .rgb16 : .rgb) : is16 ? .gray16 : .gray
  }
}
