import CTurboJPEG
import Testing

@testable import ImageData

@Suite struct JPEGFrameTests {
  @Test(arguments: [1, 3], [0, TJFLAG_PROGRESSIVE]) func sizeAndComponents(channels: Int, flags: Int32) throws
  {
    let pixels = testPixels(height: 20, width: 30, channels: channels)
    let frame = try jpeg(pixels, height: 20, width: 30, channels: channels, flags: flags).withUnsafeBytes {
      JPEGFrame($0)
    }
    #expect(frame?.height == 20)
    #expect(frame?.width == 30)
    #expect(frame?.components == channels)
  }

  /// Inks, and all that is not one segment after the other, are left to the decoder.
  @Test func theUnusualIsLeftToTheDecoder() throws {
    let inks = try jpeg(testPixels(height: 8, width: 8, channels: 4), height: 8, width: 8, channels: 4)
    #expect(inks.withUnsafeBytes { JPEGFrame($0) } == nil)
    let colors = try jpeg(testPixels(height: 8, width: 8, channels: 3), height: 8, width: 8, channels: 3)
    let end = 4 + Int(colors[4]) << 8 + Int(colors[5])
    let padded = Array(colors[..<end]) + [0] + Array(colors[end...])
    #expect(padded.withUnsafeBytes { JPEGFrame($0) } == nil)
    // TurboJPEG calls it damaged.
    #expect(throws: ImageDataError.self) { try decodeImage(bytes: padded) }
  }

  /// Of a file that ends in its header nothing is found, and nothing behind its end is read.
  @Test func everyPrefix() throws {
    let bytes = try jpeg(testPixels(height: 8, width: 8, channels: 3), height: 8, width: 8, channels: 3)
    let place = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    for count in 0...bytes.count {
      let frame = Array(bytes.prefix(count)).withUnsafeBytes { JPEGFrame($0) }
      // The segment of three components has 19 bytes.
      #expect((frame != nil) == (count >= place + 19), "\(count) bytes")
    }
  }
}
