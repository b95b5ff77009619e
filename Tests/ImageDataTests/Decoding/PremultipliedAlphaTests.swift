import Testing

@testable import ImageData

@Suite struct PremultipliedAlphaTests {
  /// v a / 255 rounded, and 255 v / a rounded down, for every v and a.
  @Test func everyValue() {
    for alpha in 0...255 {
      var pixels: [UInt8] = []
      for value in 0...255 { pixels += [UInt8(value), UInt8(value), UInt8(255 - value), UInt8(alpha)] }
      PremultipliedAlpha.multiply(&pixels, count: 256)
      let products = (0...255).map { UInt8((Double($0 * alpha) / 255).rounded()) }
      for value in 0...255 {
        #expect(pixels[4 * value] == products[value] && pixels[4 * value + 2] == products[255 - value])
      }
      PremultipliedAlpha.divide(&pixels, count: 256)
      for value in 0...255 {
        let quotient = alpha == 0 ? 0 : min(255 * Int(products[value]) / alpha, 255)
        #expect(Int(pixels[4 * value + 1]) == quotient && Int(pixels[4 * value + 3]) == alpha)
      }
    }
  }

  /// What is transparent has no part in its neighbours' color: red beside transparent green stays red.
  @Test func resizedColorsAreNotMixedWithWhatCannotBeSeen() throws {
    let pixels: [UInt8] = [200, 0, 0, 255, 0, 255, 0, 0, 200, 0, 0, 255, 0, 255, 0, 0]
    let bytes = png(pixels, height: 1, width: 4, channels: 4)
    let image = try decodeImage(bytes: bytes, size: ImageSize(height: 1, width: 2), color: .rgba)
    for pixel in 0..<2 {
      #expect(abs(Int(image.pixels[4 * pixel]) - 200) <= 1 && image.pixels[4 * pixel + 1] == 0)
      #expect((100...155).contains(image.pixels[4 * pixel + 3]))
    }
  }
}
