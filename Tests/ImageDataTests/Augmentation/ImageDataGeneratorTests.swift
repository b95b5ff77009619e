import Testing

@testable import ImageData

@Suite struct ImageDataGeneratorTests {
  private let size = ImageSize(height: 20, width: 30)

  private func transforms(_ generator: ImageDataGenerator, epoch: Int = 0, seed: UInt64 = 0)
    -> [ImageTransform]
  {
    (0..<1000).map {
      generator.randomTransform(seed: seed, epoch: epoch, identifier: $0 &* 0x9E37_79B9_7F4A_7C15, size: size)
    }
  }

  @Test func withoutOptionsNothingHappens() {
    #expect(transforms(ImageDataGenerator()).allSatisfy { $0 == ImageTransform() })
    let all = ImageDataGenerator(horizontalFlip: true, widthShiftRange: 3, rescale: 0.5)
    #expect(all.withoutAugmentation == ImageDataGenerator(rescale: 0.5))
  }

  @Test func drawsStayInTheirRanges() {
    let drawn = transforms(
      ImageDataGenerator(horizontalFlip: true, verticalFlip: true, widthShiftRange: 0.1, heightShiftRange: 2))
    #expect(drawn.allSatisfy { abs($0.horizontalShift) <= 3 })
    #expect(drawn.contains { $0.horizontalShift > 2.7 } && drawn.contains { $0.horizontalShift < -2.7 })
    #expect(Set(drawn.map(\.verticalShift)) == [-2, -1, 0, 1, 2])
    // Half of 1,000 with a standard deviation of 15.8: five of them.
    for flips in [drawn.count(where: \.flipsHorizontally), drawn.count(where: \.flipsVertically)] {
      #expect(abs(flips - 500) < 79)
    }
    #expect(drawn.map(\.flipsHorizontally) != drawn.map(\.flipsVertically))
  }

  @Test func anglesZoomsAndColorsStayInTheirRanges() {
    let drawn = transforms(
      ImageDataGenerator(
        widthShiftRange: [-3, 0.5, 7], rotationRange: 40, shearRange: 5, zoomRange: ZoomRange(0.5, 1.25),
        brightnessRange: 0.2...2, channelShiftRange: 30))
    func expect(_ values: [Double], fill range: ClosedRange<Double>) {
      let margin = (range.upperBound - range.lowerBound) / 50
      #expect(values.allSatisfy(range.contains))
      #expect((values.min() ?? .infinity) < range.lowerBound + margin)
      #expect((values.max() ?? -.infinity) > range.upperBound - margin)
    }
    expect(drawn.map(\.rotation), fill: -40...40)
    expect(drawn.map(\.shear), fill: -5...5)
    expect(drawn.map(\.verticalZoom), fill: 0.5...1.25)
    expect(drawn.map(\.horizontalZoom), fill: 0.5...1.25)
    expect(drawn.map(\.brightness), fill: 0.2...2)
    expect(drawn.map(\.channelShift), fill: -30...30)
    #expect(drawn.map(\.verticalZoom) != drawn.map(\.horizontalZoom))
    #expect(Set(drawn.map(\.horizontalShift)) == [-3, 0.5, 7])
    // A third of 1,000 with a standard deviation of 14.9: five of them.
    for shift in [-3, 0.5, 7] { #expect(abs(drawn.count { $0.horizontalShift == shift } - 333) < 75) }
  }

  @Test func cropsAndErasedBoxesLieInTheImage() {
    let drawn = transforms(
      ImageDataGenerator(
        geometry: .init(randomResizedCrop: 0.3...1),
        color: .init(
          contrastRange: 0.5...2, saturationRange: 0...1, hueRange: 20, randomErasing: 0.25)))
    let crops = drawn.compactMap(\.crop)
    #expect(crops.count == drawn.count)
    for crop in crops {
      #expect(crop.top >= 0 && crop.left >= 0)
      #expect(crop.top + crop.height <= 20.000001 && crop.left + crop.width <= 30.000001)
      #expect(crop.height > 0 && crop.width > 0 && crop.height * crop.width <= 600.000001)
      // A side that is cut to the image's makes the crop smaller than its area says.
      let isCut = crop.height == 20 || crop.width == 30
      #expect(isCut || crop.height * crop.width >= 0.3 * 600 - 1e-6)
      #expect(isCut || (3.0 / 4 - 1e-9...4.0 / 3 + 1e-9).contains(crop.width / crop.height))
    }
    let boxes = drawn.compactMap(\.erased)
    // A quarter of 1,000 with a standard deviation of 13.7: five of them.
    #expect(abs(boxes.count - 250) < 69)
    for box in boxes {
      #expect(box.top >= 0 && box.left >= 0 && box.height >= 1 && box.width >= 1)
      #expect(box.top + box.height <= 20 && box.left + box.width <= 30)
    }
    #expect(Set(boxes.map(\.top)).count > 5 && Set(boxes.map(\.left)).count > 5)
    #expect(drawn.allSatisfy { (0.5...2).contains($0.contrast) && (0...1).contains($0.saturation) })
    #expect(drawn.allSatisfy { (-20...20).contains($0.hue) } && Set(drawn.map(\.hue)).count > 990)
    // A padded crop is a shift by whole pixels.
    let padded = transforms(ImageDataGenerator(geometry: .randomCrop(padding: 2)))
    #expect(Set(padded.map(\.verticalShift)) == [-2, -1, 0, 1, 2])
  }

  @Test func oneOptionChangesNoOther() {
    let both = transforms(
      ImageDataGenerator(horizontalFlip: true, widthShiftRange: 0.2, heightShiftRange: 0.2))
    let width = transforms(ImageDataGenerator(widthShiftRange: 0.2))
    let flip = transforms(ImageDataGenerator(horizontalFlip: true))
    #expect(both.map(\.horizontalShift) == width.map(\.horizontalShift))
    #expect(both.map(\.flipsHorizontally) == flip.map(\.flipsHorizontally))
    #expect(both.map(\.horizontalShift) != both.map { $0.verticalShift * 1.5 })
  }

  @Test func seedAndEpochMatterAndNothingElse() {
    let generator = ImageDataGenerator(horizontalFlip: true, heightShiftRange: 0.3)
    #expect(transforms(generator) == transforms(generator))
    #expect(transforms(generator) != transforms(generator, epoch: 1))
    #expect(transforms(generator) != transforms(generator, seed: 1))
  }
}
