/// How a decoder delivers pixels, and how each becomes gray, RGB or RGBA bytes.
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
    case (.gray8, .grayscale), (.rgb8, .rgb), (.rgba8, .rgba): true
    default: false
    }
  }

  /// Converts `count` pixels to bytes of a color mode; where that has no alpha, transparent pixels show the background.
  func convert(
    _ source: UnsafeRawPointer, count: Int, to color: ColorMode, over background: BackgroundColor,
    _ destination: UnsafeMutablePointer<UInt8>
  ) {
    let bytes = source.assumingMemoryBound(to: UInt8.self)
    let store = PixelStore(destination: destination, color: color, background: background)
    switch self {
    case .gray8:
      for i in 0..<count { store.opaque(i, bytes[i], bytes[i], bytes[i]) }
    case .rgb8:
      for i in 0..<count { store.opaque(i, bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) }
    case .rgba8:
      for i in 0..<count {
        store.blended(i, bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2], alpha: bytes[4 * i + 3])
      }
    case .rgba16:
      let words = source.assumingMemoryBound(to: UInt16.self)
      for i in 0..<count {
        store.blended(i, words[4 * i], words[4 * i + 1], words[4 * i + 2], alpha: words[4 * i + 3])
      }
    case .cmyk8:
      for i in 0..<count {
        let black = UInt32(bytes[4 * i + 3])
        store.opaque(
          i, product(bytes[4 * i], black), product(bytes[4 * i + 1], black), product(bytes[4 * i + 2], black))
      }
    }
  }
}

/// Where converted pixels go.
private struct PixelStore {
  let destination: UnsafeMutablePointer<UInt8>
  let color: ColorMode
  let background: BackgroundColor

  @inline(__always)
  func opaque(_ i: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8 = 255) {
    switch color {
    case .grayscale:
      destination[i] = luminance(red, green, blue)
    case .rgb:
      destination[3 * i] = red
      destination[3 * i + 1] = green
      destination[3 * i + 2] = blue
    case .rgba:
      destination[4 * i] = red
      destination[4 * i + 1] = green
      destination[4 * i + 2] = blue
      destination[4 * i + 3] = alpha
    }
  }

  @inline(__always)
  func blended(_ i: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8) {
    guard color != .rgba else { return opaque(i, red, green, blue, alpha: alpha) }
    opaque(
      i, over(background.red, red, alpha), over(background.green, green, alpha),
      over(background.blue, blue, alpha))
  }

  @inline(__always)
  func blended(_ i: Int, _ red: UInt16, _ green: UInt16, _ blue: UInt16, alpha: UInt16) {
    guard color != .rgba else {
      return opaque(i, eightBits(red), eightBits(green), eightBits(blue), alpha: eightBits(alpha))
    }
    opaque(
      i, over(background.red, red, alpha), over(background.green, green, alpha),
      over(background.blue, blue, alpha))
  }
}

/// L = (19595 R + 38470 G + 7471 B + 32768) >> 16: ITU-R 601-2 in 16-bit fixed point, as Pillow's `convert("L")`.
@inline(__always)
func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
  UInt8(
    truncatingIfNeeded: (19595 * UInt32(red) + 38470 * UInt32(green) + 7471 * UInt32(blue) + 0x8000) >> 16)
}

/// 255 v / 65535, rounded: a 16-bit value as 8 bits.
@inline(__always)
private func eightBits(_ value: UInt16) -> UInt8 {
  UInt8(truncatingIfNeeded: (UInt32(value) &+ 128) / 257)
}

/// (v a + b (255 − a)) / 255, rounded: an 8-bit value over a background.
@inline(__always)
private func over(_ background: UInt8, _ value: UInt8, _ alpha: UInt8) -> UInt8 {
  let alpha = UInt32(alpha)
  return UInt8(
    truncatingIfNeeded: (UInt32(value) &* alpha &+ UInt32(background) &* (255 &- alpha) &+ 127) / 255)
}

/// (v a + 257 b (65535 − a)) / 65535 / 257, rounded once: a 16-bit value over a background of 8 bits.
@inline(__always)
private func over(_ background: UInt8, _ value: UInt16, _ alpha: UInt16) -> UInt8 {
  let alpha = UInt64(alpha)
  let sum = UInt64(value) &* alpha &+ 257 &* UInt64(background) &* (65535 &- alpha)
  return UInt8(truncatingIfNeeded: (sum &+ 65535 * 257 / 2) / (65535 * 257))
}

/// a b / 255, rounded.
@inline(__always)
private func product(_ a: UInt8, _ b: UInt32) -> UInt8 {
  UInt8(truncatingIfNeeded: (UInt32(a) &* b &+ 127) / 255)
}
