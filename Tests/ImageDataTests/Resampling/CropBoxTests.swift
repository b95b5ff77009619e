import Testing

@testable import ImageData

@Suite struct CropBoxTests {
  @Test func theMiddleHasTheRatioOfTheTarget() {
    let box = CropBox(of: ImageSize(height: 375, width: 500), like: ImageSize(150))
    #expect(box.size == ImageSize(375) && box.top == 0 && box.left == 62)
    let flat = CropBox(of: ImageSize(height: 101, width: 10), like: ImageSize(height: 10, width: 20))
    #expect(flat.size == ImageSize(height: 5, width: 10) && flat.top == 48 && flat.left == 0)
  }

  /// A target that is very flat still shows one row.
  @Test func somethingIsLeft() {
    let box = CropBox(of: ImageSize(height: 40, width: 3), like: ImageSize(height: 1, width: 100))
    #expect(box.size == ImageSize(height: 1, width: 3))
  }

  /// Whichever way an image is stored: what the stored box shows is what the upright one shows.
  @Test(arguments: ImageOrientation.allCases) func theStoredBoxShowsTheSame(_ orientation: ImageOrientation) {
    let stored = ImageSize(height: 8, width: 5)
    let pixels = (0..<stored.area).map { UInt8($0) }
    func upright(_ pixels: [UInt8], _ size: ImageSize) -> [UInt8] {
      var turned = [UInt8](repeating: 0xAA, count: pixels.count)
      orientation.turn(pixels, of: size, channels: 1, into: &turned)
      return turned
    }
    func cut(_ pixels: [UInt8], _ size: ImageSize, _ box: CropBox) -> [UInt8] {
      (0..<box.size.height).flatMap { y in
        (0..<box.size.width).map { x in pixels[(box.top + y) * size.width + box.left + x] }
      }
    }
    let whole = orientation.size(of: stored)
    let box = CropBox(of: whole, like: ImageSize(height: 3, width: 5))
    let storedBox = box.stored(orientation, in: stored)
    #expect(
      cut(upright(pixels, stored), whole, box) == upright(cut(pixels, stored, storedBox), storedBox.size))
  }
}
