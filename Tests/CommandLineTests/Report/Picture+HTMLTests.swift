import Testing
import TrainParallel

@testable import train_parallel

struct PictureTests {
  @Test func `a large image becomes the mean of squares`() {
    let image = DecodedImage(
      pixels: [0, 2, 9, 100, 102, 9, 7, 7, 7], size: ImageSize(height: 3, width: 3), color: .grayscale)
    let small = image.reduced(toSide: 2)
    #expect(small.size == ImageSize(1))
    #expect(small.pixels == [51])
    #expect(image.reduced(toSide: 3) == image)
  }

  @Test func `channels stay apart`() {
    let image = DecodedImage(
      pixels: [0, 100, 200, 10, 110, 210, 20, 120, 220, 30, 130, 230], size: ImageSize(height: 2, width: 2),
      color: .rgb)
    #expect(image.reduced(toSide: 1).pixels == [15, 115, 215])
  }

  /// A strip that is too thin to be made smaller stays as it is.
  @Test func `a strip stays`() {
    let strip = DecodedImage(
      pixels: [UInt8](repeating: 5, count: 1_000), size: ImageSize(height: 1, width: 1_000), color: .grayscale
    )
    #expect(strip.reduced(toSide: 256) == strip)
  }

  @Test func `a picture holds its PNG file`() throws {
    let html = HTML.picture(SampleReports.image, alternative: "\"a\"").markup
    #expect(html.hasPrefix("<img class=\"pixels\" width=\"4\" height=\"4\" alt=\"&quot;a&quot;\" "))
    #expect(html.contains("src=\"data:image/png;base64,iVBORw0KGgo"))
  }
}
