import Testing

@testable import ImageData

@Suite struct EXIFOrientationTests {
  private func orientation(_ bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes { ImageOrientation(exif: $0) }.rawValue
  }

  @Test(arguments: 1...8, [true, false]) func isFoundInBothByteOrders(value: Int, isLittle: Bool) {
    #expect(orientation(tiff([(0x0112, 3, value)], isLittle: isLittle)) == value)
    #expect(
      orientation(tiff([(0x010F, 2, 77), (0x0112, 4, value), (0x0131, 2, 9)], isLittle: isLittle)) == value)
  }

  @Test func whatIsNoOrientationMeansUpright() {
    #expect(orientation([]) == 1)
    #expect(orientation(tiff([], isLittle: true)) == 1)
    for value in [0, 9, 256, 65535] { #expect(orientation(tiff([(0x0112, 3, value)], isLittle: true)) == 1) }
    #expect(orientation(tiff([(0x0112, 2, 6)], isLittle: true)) == 1)
    #expect(orientation(tiff([(0x0112, 4, 0xFFFF_FFFF)], isLittle: false)) == 1)
    // Another magic number, two byte orders, a directory beyond the end.
    var bytes = tiff([(0x0112, 3, 6)], isLittle: true)
    bytes[2] = 43
    #expect(orientation(bytes) == 1)
    bytes[2] = 42
    bytes[1] = UInt8(ascii: "M")
    #expect(orientation(bytes) == 1)
    bytes[1] = UInt8(ascii: "I")
    bytes.replaceSubrange(4..<8, with: [255, 255, 255, 255])
    #expect(orientation(bytes) == 1)
  }

  /// Any part of it, and any change of a byte, is read without reading beyond its end.
  @Test func damagedDataIsReadWithinItsBounds() {
    let whole = tiff([(0x010F, 3, 1), (0x0112, 3, 6)], isLittle: false)
    for count in 0..<whole.count { #expect([1, 6].contains(orientation(Array(whole.prefix(count))))) }
    for place in whole.indices {
      for value in [0, 1, 127, 128, 255] as [UInt8] {
        var bytes = whole
        bytes[place] = value
        #expect((1...8).contains(orientation(bytes)))
      }
    }
  }

  @Test func onlyTheEXIFSegmentOfAJPEGIsAsked() throws {
    let photo = try jpeg(testPixels(height: 8, width: 16, channels: 1), height: 8, width: 16, channels: 1)
    let comment: [UInt8] = [0xFF, 0xFE, 0, 6, 1, 2, 3, 4]
    let profile: [UInt8] = [0xFF, 0xE1, 0, 8] + Array("http:/".utf8)
    let turned = Array(photo[0..<2]) + comment + profile + exifSegment(8) + exifSegment(3) + photo[2...]
    #expect(turned.withUnsafeBytes { ImageOrientation(jpeg: $0) } == .rotated270)
    #expect(photo.withUnsafeBytes { ImageOrientation(jpeg: $0) } == .upright)
    #expect(try decodeImage(bytes: turned).size == ImageSize(height: 16, width: 8))
  }
}
