import Testing

@testable import ImageData

@Suite struct CanvasTests {
  private let red = DrawingColor(0xFF0000)

  /// The canvas as lines: `#` where a pixel is not white.
  private func lines(_ canvas: Canvas) -> [String] {
    (0..<canvas.size.height).map { y in
      String(
        (0..<canvas.size.width).map { x in
          let place = 3 * (y * canvas.size.width + x)
          return canvas.pixels[place..<place + 3].allSatisfy { $0 == 255 } ? "." : "#"
        })
    }
  }

  @Test func rectanglesAreCutAtTheBorder() {
    var canvas = Canvas(size: ImageSize(height: 3, width: 5))
    canvas.fill(x: 3, y: -1, width: 9, height: 2, red)
    canvas.fill(x: -4, y: 2, width: 5, height: 4, red)
    canvas.fill(x: 9, y: 9, width: 2, height: 2, red)
    canvas.fill(x: -9, y: -9, width: 2, height: 2, red)
    #expect(lines(canvas) == ["...##", ".....", "#...."])
  }

  @Test func framesAreInside() {
    var canvas = Canvas(size: ImageSize(height: 5, width: 6))
    canvas.frame(x: 1, y: 0, width: 4, height: 4, thickness: 1, red)
    #expect(lines(canvas) == [".####.", ".#..#.", ".#..#.", ".####.", "......"])
  }

  @Test func crossesGoFromCornerToCorner() {
    var canvas = Canvas(size: ImageSize(5))
    canvas.cross(x: 0, y: 0, width: 5, height: 5, thickness: 1, red)
    #expect(lines(canvas) == ["#...#", ".#.#.", "..#..", ".#.#.", "#...#"])
  }

  @Test func textIsScaled() {
    var canvas = Canvas(size: ImageSize(height: 7, width: 11))
    canvas.text("T.", x: 0, y: 0)
    #expect(lines(canvas)[0] == "#####......" && lines(canvas)[6] == "..#....##..")
    var large = Canvas(size: ImageSize(height: 14, width: 12))
    large.text("T", x: 1, y: 0, scale: 2)
    #expect(lines(large)[0] == ".##########." && lines(large)[1] == lines(large)[0])
    #expect(lines(large)[13] == ".....##.....")
  }

  @Test func imagesAreCopiedAndCut() {
    var canvas = Canvas(size: ImageSize(height: 2, width: 3))
    let image = DecodedImage(pixels: Array(1...12), size: ImageSize(2), color: .rgb)
    canvas.draw(image, x: 2, y: -1)
    #expect(
      canvas.pixels == [UInt8](repeating: 255, count: 6) + [7, 8, 9] + [UInt8](repeating: 255, count: 9))
  }
}
