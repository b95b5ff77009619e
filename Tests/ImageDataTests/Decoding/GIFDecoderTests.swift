import Testing

@testable import ImageData

/// What the golden images do not show.
@Suite struct GIFDecoderTests {
  /// A gray GIF of 4 colors whose codes are literal: each pixel of 2 bits is a code of 3 bits behind a code that empties
  /// the table.
  private func gif(
    width: Int, height: Int, frame: (left: Int, top: Int, width: Int, height: Int), pixels: [Int],
    codes: [Int]? = nil, before: [UInt8] = []
  ) -> [UInt8] {
    var bits: [Int] = []
    for code in codes ?? pixels.flatMap({ [4, $0] }) + [5] { bits += (0..<3).map { code >> $0 & 1 } }
    let data = stride(from: 0, to: bits.count, by: 8).map { start in
      UInt8(bits[start..<min(bits.count, start + 8)].enumerated().reduce(0) { $0 | $1.element << $1.offset })
    }
    func word(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
    let palette = [0, 80, 160, 255].flatMap { [UInt8](repeating: $0, count: 3) }
    return Array("GIF89a".utf8) + word(width) + word(height) + [0x81, 0, 0] + palette + before + [0x2C]
      + word(frame.left) + word(frame.top) + word(frame.width) + word(frame.height) + [0, 2]
      + [UInt8(data.count)] + data + [0, 0x3B]
  }

  private func reason(_ bytes: [UInt8]) throws -> String {
    try #require(throws: ImageDataError.self) { try decodeImage(bytes: bytes) }.description
  }

  @Test func literalPixels() throws {
    let bytes = gif(width: 3, height: 2, frame: (0, 0, 3, 2), pixels: [0, 1, 2, 3, 2, 1])
    let image = try decodeImage(bytes: bytes)
    #expect(image.color == .grayscale && image.size == ImageSize(height: 2, width: 3))
    #expect(image.pixels == [0, 80, 160, 255, 160, 80])
  }

  /// As in Pillow, the image grows with its first frame.
  @Test func aFrameBeyondTheImageMakesItLarger() throws {
    let image = try decodeImage(bytes: gif(width: 1, height: 1, frame: (1, 0, 2, 1), pixels: [1, 2]))
    #expect(image.size == ImageSize(height: 1, width: 3))
    #expect(image.pixels == [0, 80, 160])
  }

  @Test func whatIsNotWholeIsRefused() throws {
    #expect(
      try reason(gif(width: 2, height: 2, frame: (0, 0, 2, 2), pixels: [1, 2, 3])).contains(
        "3 of its 4 pixels"))
    #expect(
      try reason(gif(width: 2, height: 1, frame: (0, 0, 2, 1), pixels: [], codes: [4, 1, 7])).contains(
        "code 7"))
    #expect(
      try reason(gif(width: 2, height: 1, frame: (0, 0, 2, 1), pixels: [], codes: [4, 6, 5])).contains(
        "code 6"))
    #expect(try reason(gif(width: 2, height: 1, frame: (0, 0, 0, 1), pixels: [])).contains("0 x 1 pixels"))
    let whole = gif(width: 1, height: 1, frame: (0, 0, 1, 1), pixels: [1])
    #expect(try reason(Array(whole.prefix(25)) + [0x3B]).contains("holds no image"))
    #expect(try reason(Array(whole.prefix(25)) + [7]).contains("a block begins with 7"))
    #expect(
      try reason(gif(width: 60_000, height: 60_000, frame: (0, 0, 1, 1), pixels: [1])).contains(
        "60000 x 60000"))
  }

  /// Comments and controls come before the frame; the last control counts.
  @Test func extensionsAreReadOrPassedOver() throws {
    let control: [UInt8] = [0x21, 0xF9, 4, 1, 0, 0, 2, 0]
    let comment: [UInt8] = [0x21, 0xFE, 3, 1, 2, 3, 1, 9, 0]
    let bytes = gif(
      width: 2, height: 1, frame: (0, 0, 2, 1), pixels: [1, 2], before: comment + control + comment)
    #expect(try decodeImage(bytes: bytes, color: .rgba).pixels == [80, 80, 80, 255, 160, 160, 160, 0])
    #expect(try decodeImage(bytes: bytes).pixels == [80, 255])
  }

  @Test(arguments: 1...20) func interlacedRowsAreAPermutation(height: Int) {
    var rows = GIFRows(height: height, isInterlaced: true)
    let order = [0] + (1..<height).map { _ in rows.next() }
    #expect(order.sorted() == Array(0..<height))
    if height == 10 { #expect(order == [0, 8, 4, 2, 6, 1, 3, 5, 7, 9]) }
  }
}
