import CTurboJPEG
import Testing

@testable import ImageData

@Suite struct JPEGDecoderTests {
  /// A picture without sharp edges, so that what JPEG changes is small: at quality 95, less than 6 of 255.
  private func smooth(height: Int, width: Int, channels: Int) -> [UInt8] {
    (0..<height * width * channels).map { index in
      let (pixel, channel) = (index / channels, index % channels)
      return UInt8(60 + 3 * (pixel / width) + 2 * (pixel % width) + 20 * channel)
    }
  }

  private func largestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    a.count == b.count ? zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0 : .max
  }

  @Test func grayStaysGray() throws {
    let pixels = smooth(height: 20, width: 30, channels: 1)
    let image = try decodeImage(bytes: jpeg(pixels, height: 20, width: 30, channels: 1))
    #expect(image.color == .grayscale)
    #expect(image.size == ImageSize(height: 20, width: 30))
    #expect(largestDifference(image.pixels, pixels) < 6)
  }

  @Test func grayAsColorHasEqualChannels() throws {
    let bytes = try jpeg(smooth(height: 9, width: 7, channels: 1), height: 9, width: 7, channels: 1)
    let gray = try decodeImage(bytes: bytes)
    #expect(try decodeImage(bytes: bytes, color: .rgb).pixels == gray.pixels.flatMap { [$0, $0, $0] })
  }

  @Test(arguments: [0, TJFLAG_PROGRESSIVE]) func color(flags: Int32) throws {
    let pixels = smooth(height: 20, width: 30, channels: 3)
    let image = try decodeImage(bytes: jpeg(pixels, height: 20, width: 30, channels: 3, flags: flags))
    #expect(image.color == .rgb)
    #expect(largestDifference(image.pixels, pixels) < 6)
  }

  @Test func colorAsGrayIsTheGrayOfItsColors() throws {
    let bytes = try jpeg(testPixels(height: 16, width: 16, channels: 3), height: 16, width: 16, channels: 3)
    let colors = try decodeImage(bytes: bytes).pixels
    let gray = stride(from: 0, to: colors.count, by: 3).map {
      luminance(colors[$0], colors[$0 + 1], colors[$0 + 2])
    }
    #expect(try decodeImage(bytes: bytes, color: .grayscale).pixels == gray)
  }

  /// Inverted CMYK: a component times black, over 255. JPEG's own loss, below 6, comes in twice.
  @Test func inkBecomesLight() throws {
    func repeated(_ pixel: [UInt8]) -> [UInt8] { [[UInt8]](repeating: pixel, count: 16 * 16).flatMap { $0 } }
    let pixels = repeated([200, 100, 50, 255])
    let image = try decodeImage(bytes: jpeg(pixels, height: 16, width: 16, channels: 4))
    #expect(image.color == ColorMode.rgb)
    #expect(largestDifference(image.pixels, repeated([200, 100, 50])) < 12)
    let black = try decodeImage(bytes: jpeg(repeated([200, 100, 50, 0]), height: 16, width: 16, channels: 4))
    #expect(largestDifference(black.pixels, repeated([0, 0, 0])) < 6)
  }

  @Test func aFileThatEndsInItsHeaderIsCutShort() throws {
    let bytes = try jpeg(smooth(height: 20, width: 30, channels: 3), height: 20, width: 30, channels: 3)
    for count in [4, 10, 20] {
      let error = #expect(throws: ImageDataError.self) {
        try decodeImage(bytes: Array(bytes.prefix(count)))
      }
      #expect(error?.description.contains("cut short") == true, "\(String(describing: error))")
    }
  }

  /// A scan repeated 600 times; TurboJPEG would look at all of them, one after the other.
  /// Neither a header that TurboJPEG refused nor the tables of a file may reach into the next one.
  @Test(arguments: [3, 4]) func aFileDoesNotDependOnTheOneBefore(channels: Int) throws {
    let good = try jpeg(
      smooth(height: 16, width: 16, channels: channels), height: 16, width: 16, channels: channels)
    let table = try #require((0..<good.count - 5).first { good[$0] == 0xFF && good[$0 + 1] == 0xDB })
    var (badNumber, noTable) = (good, good)
    // The number of the first quantization table, of four; and a comment where the table was.
    badNumber[table + 4] = 15
    noTable[table + 1] = 0xFE
    let decoder = ImageDecoder()
    func isRead(_ bytes: [UInt8]) -> Bool {
      var pixels = [UInt8](repeating: 0, count: 16 * 16 * 3)
      return bytes.withUnsafeBytes { bytes in
        (try? decoder.decode(
          bytes, size: ImageSize(16), color: .rgb, interpolation: .bilinear, into: &pixels)) != nil
      }
    }
    #expect(
      [good, badNumber, good, noTable, badNumber, badNumber, good].map(isRead)
        == [true, false, true, false, false, false, true])
  }

  @Test func tooManyScansAreRefused() throws {
    let bytes = try jpeg(
      testPixels(height: 16, width: 16, channels: 1), height: 16, width: 16, channels: 1,
      flags: TJFLAG_PROGRESSIVE)
    let starts = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
    let last = try #require(starts.last)
    let scans = [[UInt8]](repeating: Array(bytes[last..<bytes.count - 2]), count: 600).flatMap { $0 }
    let error = try #require(throws: ImageDataError.self) {
      try decodeImage(bytes: Array(bytes[..<last]) + scans + bytes.suffix(2))
    }
    #expect(error.description.contains("more than 500 scans"))
  }

  /// Bytes between the last scan and the end marker are harmless; some cameras write them.
  @Test func paddingBeforeTheEndIsNoDamage() throws {
    let bytes = try jpeg(smooth(height: 20, width: 30, channels: 3), height: 20, width: 30, channels: 3)
    let padded = bytes.dropLast(2) + [UInt8](repeating: 0, count: 40) + bytes.suffix(2)
    #expect(try decodeImage(bytes: Array(padded)).pixels == decodeImage(bytes: bytes).pixels)
  }

  @Test(arguments: [0, TJFLAG_PROGRESSIVE]) func everyTruncationIsAnError(flags: Int32) throws {
    let bytes = try jpeg(
      testPixels(height: 24, width: 24, channels: 3), height: 24, width: 24, channels: 3, flags: flags)
    for count in 0..<bytes.count {
      #expect(throws: ImageDataError.self, "\(count) of \(bytes.count) bytes") {
        try decodeImage(bytes: Array(bytes.prefix(count)))
      }
    }
  }
}
