import Testing

@testable import ImageData

/// Expected numbers: Pillow 13.0.0, `Image.fromarray(testPixels).resize((width, height), filter)`.
@Suite struct ResamplerTests {
  private func resize(
    _ pixels: [UInt8], _ from: (Int, Int), _ to: (Int, Int), channels: Int = 1,
    _ interpolation: Interpolation = .bilinear
  ) -> [UInt8] {
    var resampler = Resampler()
    var output = [UInt8](repeating: 0xAA, count: to.0 * to.1 * channels)
    resampler.resize(
      pixels, from: ImageSize(height: from.0, width: from.1), to: ImageSize(height: to.0, width: to.1),
      channels: channels, interpolation: interpolation, into: &output)
    return output
  }

  private let pixels = testPixels(height: 7, width: 9, channels: 1)

  @Test func shrinksAsPillow() {
    #expect(resize(pixels, (7, 9), (3, 4)) == [104, 119, 121, 155, 133, 132, 136, 112, 133, 133, 111, 108])
    #expect(
      resize(pixels, (7, 9), (2, 9)) == [
        59, 149, 150, 110, 111, 129, 136, 137, 150, 163, 107, 133, 144, 114, 152, 80, 103, 124,
      ])
    #expect(
      resize(pixels, (7, 9), (7, 5)) == [
        52, 113, 108, 103, 164, 95, 174, 129, 124, 155, 120, 106, 74, 178, 164, 164, 167, 155, 151, 95, 97,
        99,
        132, 66, 68, 140, 159, 114, 133, 141, 165, 113, 151, 61, 118,
      ])
    #expect(resize(pixels, (7, 9), (1, 1)) == [125])
  }

  @Test func growsAsPillow() {
    let enlarged = resize(pixels, (7, 9), (11, 13))
    #expect(
      enlarged.prefix(39) == [
        0, 49, 112, 175, 80, 45, 108, 171, 136, 41, 104, 167, 216, 17, 69, 135, 201, 110, 78, 145, 131, 108,
        88,
        154, 167, 156, 40, 96, 162, 217, 143, 118, 173, 83, 83, 153, 207, 166, 96,
      ])
    #expect(enlarged.suffix(13) == [222, 169, 100, 32, 163, 220, 151, 82, 40, 34, 143, 133, 80])
  }

  @Test func channelsAreKeptApart() {
    let colors = testPixels(height: 6, width: 5, channels: 3)
    #expect(
      resize(colors, (6, 5), (4, 3), channels: 3) == [
        55, 109, 123, 147, 155, 85, 98, 110, 137, 113, 101, 126, 135, 106, 150, 107, 99, 119, 137, 132, 200,
        135,
        130, 118, 132, 133, 73, 122, 197, 112, 142, 137, 87, 99, 147, 139,
      ])
  }

  @Test func nearestAsPillow() {
    #expect(
      resize(pixels, (7, 9), (3, 4), .nearest) == [139, 87, 35, 239, 235, 227, 219, 24, 75, 111, 216, 65])
    #expect(
      resize(pixels, (7, 9), (2, 9), .nearest) == [
        37, 139, 241, 87, 189, 35, 137, 239, 85, 185, 75, 221, 111, 70, 216, 106, 65, 211,
      ])
    #expect(resize(pixels, (7, 9), (1, 1), .nearest) == [95])
  }

  @Test func theSameSizeChangesNothing() {
    #expect(resize(pixels, (7, 9), (7, 9)) == pixels)
    #expect(resize(pixels, (7, 9), (7, 9), .nearest) == pixels)
  }

  /// Constant images stay constant, and one resampler serves many sizes.
  @Test func tablesAreExchanged() {
    var resampler = Resampler()
    for (height, width) in [(5, 6), (3, 9), (31, 2), (5, 6)] {
      let flat = [UInt8](repeating: 201, count: height * width)
      var output = [UInt8](repeating: 0, count: 4 * 7)
      resampler.resize(
        flat, from: ImageSize(height: height, width: width), to: ImageSize(height: 4, width: 7), channels: 1,
        interpolation: .bilinear, into: &output)
      #expect(output.allSatisfy { $0 == 201 })
    }
  }
}
