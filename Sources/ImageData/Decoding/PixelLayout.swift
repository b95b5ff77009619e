/// How a decoder delivers pixels, and how each becomes gray or RGB bytes.
enum PixelLayout {
  case gray8
  case rgb8
  /// Not premultiplied.
  case rgba8
  /// Not premultiplied, in the machine's byte order.
  case rgba16
  /// Inverted, as Adobe's programs write it: 255 is no ink.
  case cmyk8

  var bytesPerPixel: Int {
    switch self {
    case .gray8: 1
    case .rgb8: 3
    case .rgba8, .cmyk8: 4
    case .rgba16: 8
    }
  }

  /// True if pixels of this layout are already what `color` asks for.
  func isExactly(_ color: ColorMode) -> Bool {
    switch (self, color) {
    case (.gray8, .grayscale), (.rgb8, .rgb): true
    default: false
    }
  }

  /// Converts `count` pixels to gray or RGB bytes; transparent pixels show white paper behind them.
  func convert(
    _ source: UnsafeRawPointer, count: Int, to color: ColorMode, _ destination: UnsafeMutablePointer<UInt8>
  ) {
    let bytes = source.assumingMemoryBound(to: UInt8.self)
    let store = PixelStore(destination: destination, color: color)
    switch self {
    case .gray8:
      for i in 0..<count { store(i, bytes[i], bytes[i], bytes[i]) }
    case .rgb8:
      for i in 0..<count { store(i, bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) }
    case .rgba8:
      for i in 0..<count {
        let alpha = UInt32(bytes[4 * i + 3])
        store(
          i, overWhite(bytes[4 * i], alpha), overWhite(bytes[4 * i + 1], alpha),
          overWhite(bytes[4 * i + 2], alpha))
      }
    case .rgba16:
      let words = source.assumingMemoryBound(to: UInt16.self)
      for i in 0..<count {
        let alpha = UInt64(words[4 * i + 3])
        store(
          i, overWhite(words[4 * i], alpha), overWhite(words[4 * i + 1], alpha),
          overWhite(words[4 * i + 2], alpha))
      }
    case .cmyk8:
      for i in 0..<count {
        let black = UInt32(bytes[4 * i + 3])
        store(
          i, product(bytes[4 * i], black), product(bytes[4 * i + 1], black), product(bytes[4 * i + 2], black))
      }
    }
  }
}

/// Where converted pixels go.
private struct PixelStore {
  let destination: UnsafeMutablePointer<UInt8>
  let color: ColorMode

  @inline(__always)
  func callAsFunction(_ i: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    if color == .grayscale {
      destination[i] = luminance(red, green, blue)
    } else {
      destination[3 * i] = red
      destination[3 * i + 1] = green
      destination[3 * i + 2] = blue
    }
  }
}

/// L = (19595 R + 38470 G + 7471 B + 32768) >> 16: ITU-R 601-2 in 16-bit fixed point, as Pillow's `convert("L")`.
@inline(__always)
func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
  UInt8(
    truncatingIfNeeded: (19595 * UInt32(red) + 38470 * UInt32(green) + 7471 * UInt32(blue) + 0x8000) >> 16)
}

/// (v a + 255 (255 − a)) / 255, rounded: an 8-bit value over white paper.
@inline(__always)
private func overWhite(_ value: UInt8, _ alpha: UInt32) -> UInt8 {
  UInt8(truncatingIfNeeded: (UInt32(value) &* alpha &+ 255 &* (255 &- alpha) &+ 127) / 255)
}

/// (v a + 65535 (65535 − a)) / 65535 / 257, rounded once: a 16-bit value over white paper, as 8 bits.
@inline(__always)
private func overWhite(_ value: UInt16, _ alpha: UInt64) -> UInt8 {
  let sum = UInt64(value) &* alpha &+ 65535 &* (65535 &- alpha)
  return UInt8(truncatingIfNeeded: (sum &+ 65535 * 257 / 2) / (65535 * 257))
}

/// a b / 255, rounded.
@inline(__always)
private func product(_ a: UInt8, _ b: UInt32) -> UInt8 {
  UInt8(truncatingIfNeeded: (UInt32(a) &* b &+ 127) / 255)
}
