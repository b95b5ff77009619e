import LinearAlgebra
import Parallelism
import Testing

@testable import ImageData

@Suite struct ImageFlowTests {
  private let dataset = ImageDataset.shapes(count: 70, size: 12)
  private let generator = ImageDataGenerator(
    horizontalFlip: true, verticalFlip: true, widthShiftRange: 0.2, heightShiftRange: 2, fillMode: .reflect)

  @Test func anOrderIsAPermutationOfItsEpochAndSeed() {
    let flow = generator.flow(dataset, seed: 3)
    #expect(flow.order(epoch: 0).sorted() == Array(0..<70))
    #expect(flow.order(epoch: 5) == generator.flow(dataset, batchSize: 7, seed: 3).order(epoch: 5))
    #expect(flow.order(epoch: 0) != flow.order(epoch: 1))
    #expect(flow.order(epoch: 0) != generator.flow(dataset, seed: 4).order(epoch: 0))
    #expect(generator.flow(dataset, shuffle: false).order(epoch: 1) == Array(0..<70))
  }

  /// Every place is as likely for a sample: 4,000 orders of 5, each of 25 cells 800 with a deviation of 25.3.
  @Test func ordersAreFair() {
    let small = ImageDataGenerator().flow(dataset.subset(Array(0..<5)))
    var counts = [Int](repeating: 0, count: 25)
    for epoch in 0..<4000 {
      for (place, sample) in small.order(epoch: epoch).enumerated() { counts[5 * place + sample] += 1 }
    }
    #expect(counts.allSatisfy { abs($0 - 800) < 127 })
  }

  @Test func describesItself() {
    let flow = generator.flow(dataset, batchSize: 32)
    #expect(flow.sampleCount == 70 && flow.batchCount == 3)
    #expect(flow.sampleShape == [12, 12, 1])
    #expect(flow.classNames == ["circle", "rectangle", "triangle"] && flow.classCount == 3)
    #expect(flow.label(of: 4) == 1 && flow.labels.count == 70)
  }

  @Test func oneTransformOfAllTakesThePlaceOfWhatIsDrawn() {
    let mirrored = generator.flow(dataset).applying(ImageTransform(flipsHorizontally: true))
    #expect(mirrored.transform(sample: 3, epoch: 8) == ImageTransform(flipsHorizontally: true))
    #expect(generator.flow(dataset).fixedTransform == nil)
    var found = [Float](repeating: .nan, count: 144)
    found.withUnsafeMutableBufferPointer { found in
      guard let start = found.baseAddress else { return }
      mirrored.write(sample: 3, epoch: 8, to: start, rowStride: 12)
    }
    let pixels = dataset.withPixels(of: 3) { Array($0) }
    for row in 0..<12 {
      for column in 0..<12 {
        #expect(found[row * 12 + column] == Float(pixels[row * 12 + 11 - column]) * (1 / 255))
      }
    }
  }

  @Test func withoutAugmentationPixelsAreRescaled() {
    let flow = ImageDataGenerator().flow(dataset)
    var output = [Float](repeating: 666, count: 144)
    flow.write(sample: 9, epoch: 2, to: &output, rowStride: 12)
    #expect(output == dataset.withPixels(of: 9) { $0.map { Float($0) * (1 / 255) } })
  }

  /// The same numbers from one thread and from many in any order, for a subset as for the whole.
  @Test func threadsDoNotMatter() {
    let flow = generator.flow(dataset, seed: 11)
    func all(_ executor: any TaskExecutor, _ flow: ImageFlow) -> [Float] {
      let output = UnsafeMutablePointer<Float>.allocate(capacity: flow.sampleCount * 144)
      defer { output.deallocate() }
      output.initialize(repeating: .nan, count: flow.sampleCount * 144)
      let start = UInt(bitPattern: output)
      executor.perform(flow.sampleCount) { sample in
        guard let pixels = UnsafeMutablePointer<Float>(bitPattern: start) else { return }
        flow.write(sample: sample, epoch: 1, to: pixels + sample * 144, rowStride: 12)
      }
      return Array(UnsafeBufferPointer(start: output, count: flow.sampleCount * 144))
    }
    let alone = all(SerialExecutor(), flow)
    #expect(alone.allSatisfy { $0 >= 0 && $0 <= 1.000001 })
    for threads in [2, 5] { #expect(all(ScrambledExecutor(threads: threads), flow) == alone) }
    let part = generator.flow(dataset.subset([20, 3]), seed: 11)
    let expected = Array(alone[20 * 144..<21 * 144] + alone[3 * 144..<4 * 144])
    #expect(all(SerialExecutor(), part) == expected)
  }

  @Test func transformsAreThoseOfTheGenerator() {
    let flow = generator.flow(dataset, seed: 11)
    #expect(
      flow.transform(sample: 5, epoch: 3)
        == generator.randomTransform(
          seed: 11, epoch: 3, identifier: dataset.identifiers[5], size: dataset.size))
  }
}
