import Testing

@testable import ImageData

/// What the golden images do not show: bitmaps that are refused.
@Suite struct BMPDecoderTests {
  private func golden(_ name: String) throws -> [UInt8] {
    try #require(GoldenImage.all.first { $0.name == name }).bytes
  }

  private func reason(_ bytes: [UInt8]) throws -> String {
    try #require(throws: ImageDataError.self) { try decodeImage(bytes: bytes) }.description
  }

  private func changed(_ bytes: [UInt8], at place: Int, to value: UInt32) -> [UInt8] {
    var bytes = bytes
    for i in 0..<4 { bytes[place + i] = UInt8(truncatingIfNeeded: value >> UInt32(8 * i)) }
    return bytes
  }

  @Test func sizesThatCannotBeAreRefused() throws {
    let bytes = try golden("rgb-24.bmp")
    #expect(try reason(changed(bytes, at: 18, to: 0)).contains("its header says 0 x 11 pixels"))
    #expect(try reason(changed(bytes, at: 18, to: 0xFFFF_FFFF)).contains("-1 x 11"))
    #expect(try reason(changed(bytes, at: 22, to: 0x8000_0000)).contains("13 x 2147483648"))
    #expect(try reason(changed(bytes, at: 22, to: 12)).contains("cut short"))
    #expect(try reason(changed(bytes, at: 10, to: 0xFFFF_FFFF)).contains("cut short"))
  }

  @Test func unknownKindsAreNamed() throws {
    let bytes = try golden("rgb-24.bmp")
    #expect(try reason(changed(bytes, at: 14, to: 13)).contains("its header has 13 bytes"))
    #expect(try reason(changed(bytes, at: 30, to: 4)).contains("24 bits a pixel in compression 4"))
    #expect(try reason(changed(try golden("rgb-565.bmp"), at: 54, to: 0xA00)).contains("side by side"))
  }

  /// v of m becomes 255 v / m, rounded down, also where a mask has more than 8 bits or none.
  @Test func masksOfAnyWidth() throws {
    let masks = try #require(BMPMasks(red: 0x3FF0_0000, green: 0, blue: 1, alpha: 0xF0))
    #expect(masks.hasAlpha)
    #expect(masks.color(0x3FF0_0000) == PixelColor(red: 255, green: 0, blue: 0, alpha: 0))
    #expect(masks.color(0x1FF0_0071) == PixelColor(red: 127, green: 0, blue: 255, alpha: 119))
    #expect(BMPMasks(red: 5, green: 0, blue: 0, alpha: 0) == nil)
    #expect(!(try #require(BMPMasks(red: 1, green: 2, blue: 4, alpha: 0)).hasAlpha))
  }

  /// The smallest bitmap there is: 36 bytes, an old header, one pixel of two colors.
  @Test func theSmallestBitmap() throws {
    let header: [UInt8] = [12, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0]
    let bytes = Array("BM".utf8) + [36, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0] + header + [1, 2, 3, 7, 8, 9]
    #expect(try decodeImage(bytes: bytes + [0x80, 0, 0, 0]).pixels == [9, 8, 7])
    #expect(try decodeImage(bytes: bytes + [0x7F]).pixels == [3, 2, 1])
    #expect(try reason(bytes).contains("cut short"))
  }

  /// A row of 3 that is passed over, a move, a run that is longer than its row.
  @Test func runsMayLeaveAndCrossTheRow() throws {
    let code: [UInt8] = [2, 7, 0, 0, 0, 2, 1, 1, 9, 5, 0, 1]
    var set: [[Int]] = []
    try code.withUnsafeBytes { bytes in
      var runs = BMPRuns(bytes, from: 0, bitsPerPixel: 8)
      try runs.forEachPixel(height: 4, width: 3) { set.append([$0, $1, $2]) }
    }
    #expect(set == [[0, 0, 7], [0, 1, 7], [2, 1, 5], [2, 2, 5]])
  }
}
