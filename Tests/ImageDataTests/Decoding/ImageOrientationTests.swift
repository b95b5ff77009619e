import Testing

@testable import ImageData

@Suite struct ImageOrientationTests {
  /// The pixel of the stored image that each orientation puts at (y, x) of the upright one.
  private func stored(_ orientation: Int, _ y: Int, _ x: Int, _ height: Int, _ width: Int) -> (Int, Int) {
    switch orientation {
    case 2: (y, width - 1 - x)
    case 3: (height - 1 - y, width - 1 - x)
    case 4: (height - 1 - y, x)
    case 5: (x, y)
    case 6: (height - 1 - x, y)
    case 7: (height - 1 - x, width - 1 - y)
    case 8: (x, width - 1 - y)
    default: (y, x)
    }
  }

  @Test(arguments: 1...8, [1, 3, 4]) func pixelsAreWhereTheyBelong(value: Int, channels: Int) throws {
    let orientation = try #require(ImageOrientation(rawValue: value))
    for (height, width) in [(1, 1), (1, 5), (4, 1), (3, 7), (6, 6)] {
      let size = ImageSize(height: height, width: width)
      let pixels = testPixels(height: height, width: width, channels: channels)
      var found = [UInt8](repeating: 0xA5, count: pixels.count)
      orientation.turn(pixels, of: size, channels: channels, into: &found)
      let upright = orientation.size(of: size)
      #expect(upright == (value >= 5 ? ImageSize(height: width, width: height) : size))
      #expect(orientation.size(of: upright) == size)
      let expected = (0..<upright.area).flatMap { place in
        let (y, x) = stored(value, place / upright.width, place % upright.width, height, width)
        return pixels[(y * width + x) * channels..<(y * width + x + 1) * channels]
      }
      #expect(found == expected, "\(height)x\(width)")
    }
  }

  /// The same picture in every orientation, resized: by the fast path too, and within a level of turning it first.
  @Test(arguments: 1...8) func resizingATurnedPhotographIsNearToTurningIt(value: Int) throws {
    let (height, width) = (200, 300)
    let pixels = (0..<height * width).map { UInt8(abs(($0 / width * 3 + $0 % width * 2) % 500 - 250)) }
    let photo = try jpeg(pixels, height: height, width: width, channels: 1)
    let turned = Array(photo[0..<2]) + exifSegment(value) + photo[2...]
    let whole = try decodeImage(bytes: turned)
    let isLying = value >= 5
    #expect(whole.size == (isLying ? ImageSize(height: 300, width: 200) : ImageSize(height: 200, width: 300)))
    #expect(
      try decodeImage(bytes: turned, options: DecodingOptions(appliesOrientation: false)).pixels
        == decodeImage(bytes: photo).pixels)
    let target = isLying ? ImageSize(height: 45, width: 30) : ImageSize(height: 30, width: 45)
    let small = try decodeImage(bytes: turned, size: target).pixels
    var expected = [UInt8](repeating: 0, count: target.area)
    var resampler = Resampler()
    resampler.resize(
      whole.pixels, from: whole.size, to: target, channels: 1, interpolation: .bilinear, into: &expected)
    // The reduced decoding of a smooth picture and the other order of the two passes: 2 levels.
    let worst = zip(small, expected).map { abs(Int($0) - Int($1)) }.max() ?? 255
    #expect(worst <= 2)
    // In whole numbers the turned reduced picture is that of the upright one.
    let reference = try decodeImage(bytes: photo, size: ImageSize(height: 30, width: 45)).pixels
    var found = [UInt8](repeating: 0, count: target.area)
    try #require(ImageOrientation(rawValue: value)).turn(
      reference, of: ImageSize(height: 30, width: 45), channels: 1, into: &found)
    #expect(small == found)
  }
}

/// The segment APP1 of a JPEG that notes an orientation.
func exifSegment(_ orientation: Int) -> [UInt8] {
  let exif = Array("Exif\0\0".utf8) + tiff([(0x0112, 3, orientation)], isLittle: true)
  return [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
}

/// A TIFF header and one directory of entries (tag, type, value).
func tiff(_ entries: [(Int, Int, Int)], isLittle: Bool) -> [UInt8] {
  func number(_ value: Int, _ count: Int) -> [UInt8] {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isLittle ? bytes : bytes.reversed()
  }
  let header: [UInt8] = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
  var bytes = header + number(entries.count, 2)
  for (tag, type, value) in entries {
    bytes += number(tag, 2) + number(type, 2) + number(1, 4)
    bytes += type == 3 ? number(value, 2) + [0, 0] : number(value, 4)
  }
  return bytes + number(0, 4)
}
