import Testing

@testable import ImageData

@Suite struct RandAugmentTests {
  private let size = ImageSize(height: 40, width: 60)

  private func generator(_ operations: Int, _ magnitude: Double) -> ImageDataGenerator {
    ImageDataGenerator(
      geometry: .init(rotationRange: 10),
      randAugment: RandAugment(operations: operations, magnitude: magnitude))
  }

  private func draw(_ generator: ImageDataGenerator, _ sample: UInt64, epoch: Int = 0) -> ImageTransform {
    generator.randomTransform(seed: 1, epoch: epoch, identifier: sample, size: size)
  }

  /// 14 kinds, each equally likely: 2,800 draws of two, 400 of each expected with a deviation of 19; six of them.
  @Test func everyKindIsEquallyLikely() {
    var counts: [ImageOperation.Kind: Int] = [:]
    for sample in 0..<2800 {
      let operations = draw(generator(2, 9), UInt64(sample)).operations
      #expect(operations.count == 2)
      for index in 0..<2 { counts[operations[index].kind, default: 0] += 1 }
    }
    for kind in ImageOperation.Kind.allCases { #expect(abs((counts[kind] ?? 0) - 400) < 116, "\(kind)") }
  }

  /// The strengths of torchvision's table at its ends.
  @Test func strengthsAreThoseOfTheTable() {
    func value(_ kind: ImageOperation.Kind, _ magnitude: Double, negative: Bool = false) -> Double {
      RandAugment(magnitude: magnitude).operation(kind, isNegative: negative, size: size).value
    }
    #expect(value(.shearX, 30) == 0.3 && value(.shearY, 30, negative: true) == -0.3)
    #expect(abs(value(.translateX, 30) - 150.0 / 331 * 60) < 1e-12)
    #expect(abs(value(.translateY, 15, negative: true) + 75.0 / 331 * 40) < 1e-12)
    #expect(value(.rotate, 10) == 10)
    #expect(value(.brightness, 30) == 1.9 && abs(value(.color, 30, negative: true) - 0.1) < 1e-12)
    #expect(value(.posterize, 0) == 8 && value(.posterize, 30) == 4 && value(.posterize, 9) == 7)
    #expect(value(.solarize, 0) == 255 && value(.solarize, 30) == 0)
    for kind in ImageOperation.Kind.allCases where ![.posterize, .solarize].contains(kind) {
      #expect([0, 1].contains(value(kind, 0)), "\(kind)")
    }
  }

  /// What is drawn depends on seed, epoch and image; other options' draws do not move.
  @Test func drawsStandAlone() {
    let (two, three) = (generator(2, 9), generator(3, 20))
    for sample in 0..<20 as Range<UInt64> {
      let (a, b) = (draw(two, sample), draw(three, sample))
      #expect(a.rotation == b.rotation)
      #expect((0..<2).allSatisfy { a.operations[$0].kind == b.operations[$0].kind })
      #expect(a == draw(two, sample))
    }
    #expect((0..<20).contains { draw(two, $0).operations != draw(two, $0, epoch: 1).operations })
    #expect(two.withoutAugmentation.randAugment == nil)
  }

  /// Without geometry the operations are all there is.
  @Test func itIsEnoughByItself() {
    let alone = ImageDataGenerator(geometry: .init(), randAugment: RandAugment(operations: 1, magnitude: 30))
    #expect((0..<30).contains { draw(alone, $0).operations[0].kind != .identity })
  }
}
