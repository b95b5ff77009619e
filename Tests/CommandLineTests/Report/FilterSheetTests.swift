import Testing
import TrainParallel

@testable import train_parallel

struct FilterSheetTests {
  private func pixel(_ sheet: FilterSheet, _ y: Int, _ x: Int) -> [UInt8] {
    let place = 3 * (y * sheet.size.width + x)
    return Array(sheet.pixels[place..<place + 3])
  }

  /// Two filters of 2x2 over one channel, 24 pixels a weight: tiles of 48 with gaps of 4.
  @Test func `each filter is scaled by itself`() {
    let kernel = Tensor<Float>(shape: [2, 2, 1, 2], scalars: [-1, 5, 0, 5, 1, 5, 3, 5])
    let sheet = FilterSheet(kernel: kernel)
    #expect(sheet.size == ImageSize(height: 56, width: 108))
    #expect(sheet.filters == 2 && sheet.channels == 1)
    let levels = [(0, 0), (0, 1), (1, 0), (1, 1)].map { row, column in
      pixel(sheet, 4 + 24 * row + 23, 4 + 24 * column)
    }
    #expect(levels == [[0, 0, 0], [64, 64, 64], [128, 128, 128], [255, 255, 255]])
    // The second filter is constant.
    #expect(pixel(sheet, 4, 56) == [128, 128, 128] && pixel(sheet, 51, 103) == [128, 128, 128])
    // What is between them is paper.
    #expect(pixel(sheet, 0, 0) == [0xA9, 0xBE, 0xDA] && pixel(sheet, 20, 53) == [0xA9, 0xBE, 0xDA])
  }

  @Test func `three channels are colors`() {
    let kernel = Tensor<Float>(shape: [1, 2, 3, 1], scalars: [0, 0.5, 1, 0.25, 1, 0])
    let sheet = FilterSheet(kernel: kernel)
    #expect(sheet.size == ImageSize(height: 32, width: 56))
    #expect(pixel(sheet, 4, 4) == [0, 128, 255] && pixel(sheet, 27, 51) == [64, 255, 0])
  }

  @Test func `other channels are tiles in a row`() {
    let kernel = Tensor<Float>(shape: [1, 1, 2, 3], scalars: [0, 1, 2, 1, 0, 2])
    let sheet = FilterSheet(kernel: kernel)
    #expect(sheet.size == ImageSize(height: 3 * 52 + 4, width: 2 * 52 + 4))
    #expect(pixel(sheet, 10, 10) == [0, 0, 0] && pixel(sheet, 10, 62) == [255, 255, 255])
    #expect(pixel(sheet, 62, 10) == [255, 255, 255] && pixel(sheet, 62, 62) == [0, 0, 0])
  }

  @Test func `what is no number is magenta`() {
    let kernel = Tensor<Float>(shape: [2, 2, 1, 1], scalars: [.nan, .infinity, 1, 2])
    let sheet = FilterSheet(kernel: kernel)
    #expect(pixel(sheet, 4, 4) == [255, 0, 255] && pixel(sheet, 4, 40) == [255, 0, 255])
    #expect(pixel(sheet, 40, 4) == [0, 0, 0] && pixel(sheet, 40, 40) == [255, 255, 255])
  }

  @Test func `of many filters and channels the first are shown`() {
    let sheet = FilterSheet(kernel: Tensor(repeating: 0, shape: [1, 1, 20, 300]))
    #expect(sheet.filters == 256 && sheet.channels == 16)
    let wide = FilterSheet(kernel: Tensor(repeating: 0, shape: [3, 3, 1, 100]))
    #expect(wide.size == ImageSize(height: 7 * 52 + 4, width: 16 * 52 + 4))
  }

  @Test func `the file is a PNG of the pixels`() throws {
    let sheet = FilterSheet(kernel: Tensor(shape: [1, 2, 1, 1], scalars: [0, 1]))
    let image = try decodeImage(bytes: sheet.png)
    #expect(image.pixels == sheet.pixels && image.size == sheet.size)
  }
}
