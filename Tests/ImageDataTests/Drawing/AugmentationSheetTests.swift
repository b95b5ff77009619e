import Testing

@testable import ImageData

@Suite struct AugmentationSheetTests {
  private let images = ImageDataset(
    pixels: testPixels(height: 20, width: 9, channels: 3), size: ImageSize(height: 5, width: 9), channels: 3,
    labels: [0, 1, 0, 1])

  /// What is drawn is what the flow writes, pixel by pixel, with what was drawn for it.
  @Test func showsWhatTheNetworkSees() {
    let generator = ImageDataGenerator(
      geometry: .init(rotationRange: 50, horizontalFlip: true), randAugment: RandAugment(),
      mixing: .init(.cutmix, alpha: 1))
    let flow = generator.flow(images, seed: 3)
    let sheet = AugmentationSheet(flow, samples: [2, 0], epochs: 4...6)
    #expect(sheet.rows.count == 2 && sheet.rows[0].cells.map(\.epoch) == [4, 5, 6])
    #expect(sheet.rows[0].original.pixels == images.withPixels(of: 2) { Array($0) })
    for (row, sample) in zip(sheet.rows, [2, 0]) {
      for cell in row.cells {
        var numbers = [Float](repeating: .nan, count: 135)
        flow.write(sample: sample, epoch: cell.epoch - 1, to: &numbers, rowStride: 27)
        #expect(cell.image.pixels == numbers.map { UInt8(($0 * 255).rounded()) })
        #expect(cell.parameters == flow.transform(sample: sample, epoch: cell.epoch - 1).parameters)
        #expect(cell.partner?.share == flow.mixingDraw(sample: sample, epoch: cell.epoch - 1)?.share)
        #expect(cell.range == (numbers.min() ?? 0)...(numbers.max() ?? 0))
      }
    }
    // Enlarged so that there is room for the text: 16 pixels for each of an image's 9.
    let picture = sheet.draw()
    #expect(picture.size.width == 8 + 4 * (144 + 8) && picture.color == .rgb)
    let place = 3 * (8 * picture.size.width + 8)
    #expect(Array(picture.pixels[place..<place + 3]) == Array(sheet.rows[0].original.pixels.prefix(3)))
  }

  /// Standardized images are stretched over all levels; a flat one does not divide by 0.
  @Test func standardizedImagesAreStretched() {
    let flow = ImageDataGenerator(
      geometry: .init(), standardization: .init(samplewiseStdNormalization: true)
    ).flow(images)
    let cell = AugmentationSheet(flow, samples: [1], epochs: 1...1).rows[0].cells[0]
    #expect(cell.image.pixels.min() == 0 && cell.image.pixels.max() == 255 && !cell.isPixels)
    #expect(cell.range.lowerBound < -1 && cell.range.upperBound > 1)
    let flat = ImageDataset(
      pixels: [UInt8](repeating: 7, count: 4), size: ImageSize(2), channels: 1, labels: [0])
    let flatFlow = ImageDataGenerator(
      geometry: .init(), standardization: .init(samplewiseCenter: true)
    ).flow(flat)
    #expect(
      AugmentationSheet(flatFlow, samples: [0], epochs: 1...1).rows[0].cells[0].image.pixels
        == [UInt8](repeating: 0, count: 12))
  }
}
