import Testing

@testable import ImageData

/// What the golden images do not show.
@Suite struct WebPDecoderTests {
  private func golden(_ name: String) throws -> [UInt8] {
    try #require(GoldenImage.all.first { $0.name == name }).bytes
  }

  private func reason(_ bytes: [UInt8]) throws -> String {
    try #require(throws: ImageDataError.self) { try decodeImage(bytes: bytes) }.description
  }

  @Test func damageIsRefused() throws {
    let bytes = try golden("lossless.webp")
    #expect(try reason(Array(bytes.prefix(bytes.count / 2))).contains("cut short"))
    var other = bytes
    other[20] = 0  // the signature of the lossless code
    #expect(try reason(other).contains("WebP is damaged"))
  }

  /// A frame moved out of its image must not be written there.
  @Test func theFirstFrameOfAnAnimationStaysInside() throws {
    let bytes = try golden("animated.webp")
    let chunks = bytes.withUnsafeBytes { WebPChunks($0) }
    let frame = try #require(chunks.first("ANMF"))
    for place in [0, 3, 6, 9] {
      var moved = bytes
      moved[frame.lowerBound + place] = 50
      #expect(try reason(moved).contains("first frame does not fit"))
    }
    #expect(chunks.first("EXIF") == nil)
  }

  @Test func theLyingImageIsTurned() throws {
    let bytes = try golden("orientation-6.webp")
    #expect(try decodeImage(bytes: bytes).size == ImageSize(height: 35, width: 21))
    let stored = try decodeImage(bytes: bytes, options: DecodingOptions(appliesOrientation: false))
    #expect(stored.size == ImageSize(height: 21, width: 35))
  }
}
