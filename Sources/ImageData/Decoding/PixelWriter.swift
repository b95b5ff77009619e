/// Writes single colors into pixels of one of the layouts that our own decoders deliver.
struct PixelWriter {
  let layout: PixelLayout
  let pixels: UnsafeMutablePointer<UInt8>

  /// Writes pixel number `i`; the opacity is lost in a layout without.
  @inline(__always)
  func put(_ color: PixelColor, at i: Int) {
    switch layout {
    case .gray8:
      pixels[i] = color.red
    case .rgba8:
      pixels[4 * i] = color.red
      pixels[4 * i + 1] = color.green
      pixels[4 * i + 2] = color.blue
      pixels[4 * i + 3] = color.alpha
    default:
      pixels[3 * i] = color.red
      pixels[3 * i + 1] = color.green
      pixels[3 * i + 2] = color.blue
    }
  }
}

/// One pixel's color and opacity.
struct PixelColor: Hashable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8
  var alpha: UInt8 = 255

  static let black = PixelColor(red: 0, green: 0, blue: 0)

  var isGray: Bool { red == green && green == blue }
}

extension PixelLayout {
  /// The layout in which a decoder of ours delivers an image where `color` is wanted.
  init(isGray: Bool, hasAlpha: Bool, for color: ColorMode) {
    self = hasAlpha ? .rgba8 : isGray && color == .grayscale ? .gray8 : .rgb8
  }
}
