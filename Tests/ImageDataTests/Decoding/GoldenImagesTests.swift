import Foundation
import Testing

@testable import ImageData

/// Every kind of file against Pillow's pixels.
@Suite struct GoldenImagesTests {
  /// JPEG within one level: two versions of one decoder may round the last bit of the color conversion differently.
  private func tolerance(_ image: GoldenImage) -> Int { image.format == "jpg" ? 1 : 0 }

  private func expectEqual(
    _ found: [UInt8], _ expected: [UInt8], within tolerance: Int, _ comment: String
  ) {
    guard found.count == expected.count else {
      Issue.record("\(comment): \(found.count) bytes, expected \(expected.count)")
      return
    }
    let worst = zip(found, expected).map { abs(Int($0) - Int($1)) }.max() ?? 0
    #expect(worst <= tolerance, "\(comment)")
  }

  @Test func allFormatsAreThere() {
    #expect(
      Set(GoldenImage.all.map(\.format)) == ["bmp", "gif", "jpg", "pbm", "pgm", "png", "ppm", "webp"])
    #expect(GoldenImage.all.count == 89)
  }

  @Test(arguments: GoldenImage.all) func pixelsArePillows(image: GoldenImage) throws {
    let rgb = try decodeImage(bytes: image.bytes, color: .rgb)
    #expect(rgb.size == image.size)
    expectEqual(rgb.pixels, image.rgb, within: tolerance(image), "rgb")

    let own = try decodeImage(bytes: image.bytes)
    #expect(own.color == (image.isGray ? .grayscale : .rgb))

    let rgba = try decodeImage(bytes: image.bytes, color: .rgba)
    let opaque = stride(from: 0, to: image.rgb.count, by: 3).flatMap { image.rgb[$0..<$0 + 3] + [255] }
    expectEqual(rgba.pixels, image.rgba ?? opaque, within: tolerance(image), "rgba")

    let gray = try decodeImage(bytes: image.bytes, color: .grayscale)
    let luminances = stride(from: 0, to: rgb.pixels.count, by: 3).map {
      luminance(rgb.pixels[$0], rgb.pixels[$0 + 1], rgb.pixels[$0 + 2])
    }
    expectEqual(gray.pixels, luminances, within: 0, "gray")
  }

  /// (v a + b (255 − a)) / 255, rounded, in Double. 16-bit files are rounded once, from what is exact: one level.
  @Test(arguments: GoldenImage.all.filter { $0.rgba != nil })
  func transparentPixelsShowTheBackground(image: GoldenImage) throws {
    let rgba = try #require(image.rgba)
    let background = BackgroundColor(red: 10, green: 200, blue: 60)
    let paper = [10.0, 200, 60]
    let expected = (0..<rgba.count / 4).flatMap { pixel in
      (0..<3).map { channel in
        let alpha = Double(rgba[4 * pixel + 3]) / 255
        return UInt8((Double(rgba[4 * pixel + channel]) * alpha + paper[channel] * (1 - alpha)).rounded())
      }
    }
    let found = try decodeImage(
      bytes: image.bytes, color: .rgb, options: DecodingOptions(background: background))
    expectEqual(found.pixels, expected, within: image.name.contains("-16") ? 1 : 0, "over \(background)")
  }

  /// A file that is cut is refused, unless what is missing stands behind the picture. Of a text, the last number may lose
  /// a digit and nobody can tell.
  @Test(arguments: GoldenImage.all.filter { !$0.name.hasPrefix("text") })
  func everyPrefixIsRefusedOrWhole(image: GoldenImage) throws {
    let whole = try decodeImage(bytes: image.bytes).pixels
    var refused = 0
    for count in stride(from: 0, to: image.bytes.count, by: image.bytes.count > 600 ? 23 : 1) {
      do {
        let pixels = try decodeImage(bytes: Array(image.bytes.prefix(count))).pixels
        #expect(pixels == whole, "\(count) of \(image.bytes.count) bytes")
      } catch {
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  /// From a file as from memory, and at another size the resized pixels of the own size.
  @Test(arguments: ["rgb.png", "color-420.jpg", "plain.gif", "runs-8.bmp", "rgb.ppm", "lossless.webp"])
  func filesAreDecodedAsBytesAre(name: String) throws {
    let image = try #require(GoldenImage.all.first { $0.name == name })
    let folder = try TemporaryFolder()
    let path = try folder.write(image.bytes, "picture.unknown")
    let whole = try decodeImage(path: path, color: .rgb)
    expectEqual(whole.pixels, image.rgb, within: tolerance(image), name)
    let small = try decodeImage(path: path, size: ImageSize(height: 9, width: 16), color: .rgb)
    var expected = [UInt8](repeating: 7, count: 9 * 16 * 3)
    var resampler = Resampler()
    resampler.resize(
      whole.pixels, from: whole.size, to: small.size, channels: 3, interpolation: .bilinear, into: &expected)
    // So near to its size that no JPEG is reduced while it is decoded.
    expectEqual(small.pixels, expected, within: 0, "\(name), resized")
  }
}
