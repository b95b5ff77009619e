import Testing

@testable import NeuralNetwork

@Suite struct MemoryPlanTests {
  @Test func samplesLieAnOddNumberOfCacheLinesApart() {
    for count in [1, 16, 17, 32, 100, 1024] {
      var memory = MemoryPlan(shardSizes: [3], batchSize: 10)
      let place = memory.reserve(count, in: .workspace)
      #expect(place.stride >= count)
      #expect(place.stride % 16 == 0)
      #expect(place.stride / 16 % 2 == 1)
    }
  }

  @Test func placesDoNotOverlap() {
    for (storage, samples) in [(Storage.workspace, 3), (.batch, 10), (.input, 10)] {
      var memory = MemoryPlan(shardSizes: [3], batchSize: 10)
      let places = [20, 1, 300].map { memory.reserve($0, in: storage) }
      for (place, next) in zip(places, places.dropFirst()) {
        #expect(next.offset == place.offset + samples * place.stride)
      }
      let sizes = [
        Storage.workspace: memory.workspaceCount, .batch: memory.batchCount, .input: memory.inputCount,
      ]
      let last = places[2]
      for (other, size) in sizes {
        #expect(size == (other == storage ? last.offset + samples * last.stride : 0))
      }
    }
  }

  @Test func whatDoesNotGrowWithTheSamplesBeginsACacheLine() {
    var memory = MemoryPlan(shardSizes: [3], batchSize: 10)
    #expect([memory.reserveInWorkspace(17), memory.reserveInWorkspace(5)] == [0, 32])
    #expect([memory.reserveInBatch(33), memory.reserveInBatch(5)] == [0, 48])
    #expect([memory.reservePacked(1), memory.reservePacked(5)] == [0, 16])
    #expect([memory.workspaceCount, memory.batchCount, memory.packedCount] == [48, 64, 32])
  }

  @Test func scratchIsTheMostThatAnyoneNeeds() {
    var memory = MemoryPlan(shardSizes: [1], batchSize: 1)
    for count in [5, 100, 20] { memory.requireScratch(count) }
    #expect(memory.scratchCount == 112)
  }

  /// The largest choose first, each the first room that is free all of its time.
  @Test func timesThatDoNotMeetShareMemory() {
    var memory = MemoryPlan(shardSizes: [1], batchSize: 2)
    _ = memory.reserveInBatch(16)
    let places = memory.reserveShared([
      (count: 40, time: 0...1), (count: 10, time: 1...2), (count: 100, time: 2...3), (count: 10, time: 3...4),
      (count: 16, time: 0...4),
    ])
    #expect(places.map(\.stride) == [48, 16, 112, 16, 16])
    #expect(places.map { $0.offset - 16 } == [0, 224, 0, 224, 256])
    #expect(places.allSatisfy { $0.storage == .batch } && memory.batchCount == 16 + 288)
    #expect(memory.reserveShared([]).isEmpty && memory.batchCount == 304)
  }
}
