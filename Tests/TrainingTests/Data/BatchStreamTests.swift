import Testing

@testable import Training

@Suite struct BatchStreamTests {
  @Test(arguments: [(7, 3, 3), (6, 3, 2), (1, 3, 1), (3, 64, 1), (64, 1, 64)])
  func countsTheBatchesOfAPass(_ samples: Int, _ batchSize: Int, _ batches: Int) {
    #expect(BatchStream.batchesPerPass(of: samples, batchSize: batchSize) == batches)
  }

  @Test func goesOnPassAfterPassEachInItsOrder() {
    var stream = BatchStream(source: RecordingSource(blobs(count: 5)), batchSize: 2)
    let batches = (0..<7).map { _ in stream.next() }
    #expect(
      batches.map { Array($0.samples) } == [[0, 1], [2, 3], [4], [1, 2], [3, 4], [0], [2, 3]])
    #expect(batches.map(\.pass) == [0, 0, 0, 1, 1, 1, 2])
  }

  @Test func tellsWhatComesNextWithinAPass() {
    var stream = BatchStream(source: RecordingSource(blobs(count: 5)), batchSize: 2)
    #expect(stream.upcoming.isEmpty)
    for expected in [[2, 3], [4], [], [3, 4], [0], []] {
      _ = stream.next()
      #expect(Array(stream.upcoming) == expected)
    }
  }
}
