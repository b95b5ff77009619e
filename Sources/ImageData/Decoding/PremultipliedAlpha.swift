/// The colors of RGBA pixels, multiplied by the opacity while an image is resized: what is transparent then has no part
/// in the color of its neighbours. The steps and their rounding are Pillow's (`RGBA` to `RGBa` and back).
enum PremultipliedAlpha {
  /// v a / 255, rounded.
  static func multiply(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
    for i in 0..<count {
      let alpha = UInt32(pixels[4 * i + 3])
      guard alpha != 255 else { continue }
      for c in 0..<3 {
        pixels[4 * i + c] = UInt8(truncatingIfNeeded: (UInt32(pixels[4 * i + c]) * alpha + 127) / 255)
      }
    }
  }

  /// 255 v / a, rounded down and at most 255; where nothing is opaque, the colors stay.
  static func divide(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
    for i in 0..<count {
      let alpha = UInt32(pixels[4 * i + 3])
      guard alpha != 255, alpha != 0 else { continue }
      for c in 0..<3 {
        pixels[4 * i + c] = UInt8(truncatingIfNeeded: min(255 * UInt32(pixels[4 * i + c]) / alpha, 255))
      }
    }
  }
}
