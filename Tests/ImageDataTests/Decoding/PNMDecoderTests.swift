import Testing

@testable import ImageData

/// What the golden images do not show.
@Suite struct PNMDecoderTests {
  private func decode(_ text: String, _ bytes: [UInt8] = []) throws -> [UInt8] {
    try decodeImage(bytes: Array(text.utf8) + bytes).pixels
  }

  private func reason(_ text: String, _ bytes: [UInt8] = []) throws -> String {
    try #require(throws: ImageDataError.self) { try decode(text, bytes) }.description
  }

  @Test func commentsAndSpacesStandAnywhereBetweenNumbers() throws {
    #expect(try decode("P2#c\n# 9 9\n 2\t#x\r\n1\n 255 \n#\n7\r\n8") == [7, 8])
    #expect(try decode("P5 2 1 255\n", [10, 13]) == [10, 13])
    #expect(try decode("P1 3 1 0 1#\n0") == [255, 0, 255])
  }

  /// 255 v / m, rounded, for every m of one byte and some of two.
  @Test func valuesFillTheRange() throws {
    for most in Array(1...255) + [256, 1023, 65_535] {
      let values = [0, 1, most / 3, most / 2, most]
      let bytes = values.flatMap { most > 255 ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0)] }
      let expected = values.map { UInt8((Double($0) * 255 / Double(most)).rounded()) }
      #expect(try decode("P5 5 1 \(most)\n", bytes) == expected, "\(most)")
      let text = values.map(String.init).joined(separator: " ")
      #expect(try decode("P2 5 1 \(most) \(text)") == expected, "\(most)")
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    #expect(try reason("P5 2 1 0\n", [1, 2]).contains("largest value is 0"))
    #expect(try reason("P5 2 1 65536\n", [1, 2, 3, 4]).contains("65536"))
    #expect(try reason("P5 2 1 100\n", [1, 101]).contains("the value 101"))
    #expect(try reason("P2 2 1 100 1 101").contains("the value 101"))
    #expect(try reason("P5 2 2 255\n", [1, 2, 3]).contains("cut short"))
    #expect(try reason("P6 70000 70000 255\n").contains("70000 x 70000 pixels"))
    #expect(try reason("P5 9999999999 1 255\n").contains("more than 9 digits"))
    #expect(try reason("P5 -1 1 255\n").contains("a number is expected at byte 3"))
    #expect(try reason("P5 2 1 255x", [1, 2]).contains("white space"))
    #expect(try reason("P1 2 1 02").contains("0 or 1 is expected"))
    #expect(try reason("P4 9 1\n", [1]).contains("cut short"))
    #expect(try reason("P3 1 1 255 1 2 ").contains("cut short"))
  }
}
