import CSPNG
import Testing

@testable import ImageData

@Suite struct StoredColorTests {
  private func color(_ bytes: [UInt8]) throws -> StoredColor {
    try bytes.withUnsafeBytes { bytes in
      StoredColor(bytes, format: try ImageFormat(bytes), hasAlpha: try ImageDecoder().open(bytes).hasAlpha)
    }
  }

  /// What the names of the golden images say they hold.
  @Test(arguments: [
    ("gray-1.png", StoredColor.bilevel), ("gray-8.png", .gray), ("gray-16.png", .gray16),
    ("gray-alpha.png", .grayAlpha), ("gray-transparent.png", .grayAlpha), ("cmyk.jpg", .cmyk),
    ("color-420.jpg", .rgb), ("gray.bmp", .palette), ("bits.pbm", .bilevel), ("gray-1023.pgm", .gray16),
    ("full-table.gif", .palette), ("frame-inside-transparent.gif", .paletteAlpha), ("animated.webp", .rgba),
  ])
  func goldenImages(name: String, expected: StoredColor) throws {
    let image = try #require(GoldenImage.all.first { $0.name == name })
    #expect(try color(image.bytes) == expected)
  }

  @Test func madeUpImages() throws {
    #expect(try color(png(height: 2, width: 2, channels: 3)) == .rgb)
    #expect(try color(png(height: 2, width: 2, channels: 4)) == .rgba)
    #expect(
      try color(try jpeg(testPixels(height: 8, width: 8, channels: 1), height: 8, width: 8, channels: 1))
        == .gray)
    let rows = [UInt8](repeating: 7, count: 2 * 2 * 6)
    #expect(
      try color(rawPNG(rows, height: 2, width: 2, colorType: SPNG_COLOR_TYPE_TRUECOLOR, bitDepth: 16))
        == .rgb16)
    #expect(try color(Array("P6\n1 1\n65535\n".utf8) + [0, 1, 2, 3, 4, 5]) == .rgb16)
    #expect(try color(Array("P3\n1 1\n255\n1 2 3".utf8)) == .rgb)
  }

  /// Every file that can be decoded has a color, also where its header is out of the ordinary.
  @Test func allGoldenImagesAgreeWithTheDecoder() throws {
    for image in GoldenImage.all {
      let color = try color(image.bytes)
      let isAlpha = color.rawValue.hasSuffix("opacity")
      #expect(isAlpha == (image.rgba != nil), "\(image.name): \(color.rawValue)")
    }
  }
}
