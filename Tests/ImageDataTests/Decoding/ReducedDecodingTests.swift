import Testing

@testable import ImageData

/// JPEG files that are decoded at a part of their size, because a smaller image is wanted.
@Suite struct ReducedDecodingTests {
  /// Waves down to a length of 9 pixels, edges, and a little noise: like a photograph.
  private func photograph(height: Int, width: Int) -> [UInt8] {
    (0..<height * width * 3).map { index in
      let (y, x, c) = (index / 3 / width, index / 3 % width, index % 3)
      func wave(_ length: Int, _ place: Int) -> Int { abs(place % length * 2 - length) * 60 / length }
      let noise = (index &* 7919 >> 3) % 5
      let edge = (x / 70 + y / 50) % 2 * 40
      let waves = wave(9, x + y) / 4 + wave(57, x + 3 * c) + wave(83, y)
      return UInt8(min(255, 30 + waves + edge + noise + 10 * c))
    }
  }

  /// The differences from the full decoding, resized by the same filter, in the order of their size.
  private func differences(height: Int, width: Int, to size: ImageSize) throws -> [Int] {
    let bytes = try jpeg(photograph(height: height, width: width), height: height, width: width, channels: 3)
    let reduced = try decodeImage(bytes: bytes, size: size).pixels
    let whole = try decodeImage(bytes: bytes)
    var resampler = Resampler()
    var expected = [UInt8](repeating: 0, count: reduced.count)
    resampler.resize(
      whole.pixels, from: whole.size, to: size, channels: 3, interpolation: .bilinear, into: &expected)
    return zip(reduced, expected).map { abs(Int($0) - Int($1)) }.sorted()
  }

  /// Odd sizes, whose last reduced pixel is cut, half and a quarter of the size, both as near to the size wanted as may
  /// be: what `divisor(toReach:)` states.
  @Test(arguments: [(375, 500, 150, 150), (233, 301, 93, 120), (375, 500, 75, 100), (375, 500, 46, 62)])
  func staysNearTheFullDecoding(height: Int, width: Int, toHeight: Int, toWidth: Int) throws {
    let size = ImageSize(height: toHeight, width: toWidth)
    let found = try differences(height: height, width: width, to: size)
    #expect(Double(found.reduce(0, +)) / Double(found.count) < 0.7)
    #expect(found[found.count * 99 / 100] <= 3)
    #expect(found.last ?? 0 > 0, "it was decoded in full")
  }

  /// Where less than a quarter more would be left for the filter, the image is decoded in full.
  @Test func nearItsSizeAnImageIsDecodedInFull() throws {
    #expect(try differences(height: 64, width: 64, to: ImageSize(26)).last == 0)
    #expect(try differences(height: 64, width: 64, to: ImageSize(height: 25, width: 26)).last == 0)
    #expect(try differences(height: 64, width: 64, to: ImageSize(25)).last ?? 0 > 0)
  }

  /// The nearest pixel is one of the file's own.
  @Test func nearestIsDecodedInFull() throws {
    let bytes = try jpeg(photograph(height: 64, width: 64), height: 64, width: 64, channels: 3)
    let whole = try decodeImage(bytes: bytes).pixels
    let small = try decodeImage(bytes: bytes, size: ImageSize(16), interpolation: .nearest).pixels
    #expect(Array(small.prefix(3)) == Array(whole[(2 * 64 + 2) * 3..<(2 * 64 + 2) * 3 + 3]))
  }
}
