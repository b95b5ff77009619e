import LinearAlgebra
import Testing

@testable import ImageData

@Suite struct EpochBatchesTests {
  private let dataset = ImageDataset.shapes(count: 10, size: 8)

  @Test func everyImageComesOnceAndTheLastBatchIsSmaller() {
    let flow = ImageDataGenerator(horizontalFlip: true).flow(dataset, batchSize: 4, seed: 2)
    let batches = Array(flow.epoch(1))
    #expect(batches.map(\.labels.count) == [4, 4, 2])
    #expect(batches.map(\.images.shape) == [[4, 8, 8, 1], [4, 8, 8, 1], [2, 8, 8, 1]])
    #expect(batches.flatMap(\.indices) == flow.order(epoch: 1))
    #expect(batches.flatMap(\.labels) == flow.order(epoch: 1).map { dataset.labels[$0] })
    var expected = [Float](repeating: 666, count: 64)
    flow.write(sample: batches[2].indices[1], epoch: 1, to: &expected, rowStride: 8)
    #expect(Array(batches[2].images.scalars[64...]) == expected)
  }

  @Test func aBatchLargerThanTheDataIsOneSmallerBatch() {
    let batches = Array(ImageDataGenerator().flow(dataset, batchSize: 64, shuffle: false).epoch(0))
    #expect(batches.map(\.indices) == [Array(0..<10)])
  }

  @Test func noImagesAreNoBatches() {
    #expect(Array(ImageDataGenerator().flow(dataset.subset([])).epoch(0)).isEmpty)
  }
}
