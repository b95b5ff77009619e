import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// Epochs that are shorter or longer than the data: the data goes on where the epoch before left it.
@Suite struct StepsPerEpochTests {
  /// The samples that each epoch trains on, and the passes they belong to.
  private func epochs(stepsPerEpoch: Int?, epochs: Int) throws -> [(samples: [Int], passes: [Int])] {
    let source = RecordingSource(blobs(count: 7))
    var result: [(samples: [Int], passes: [Int])] = []
    let trainer = try Trainer(
      model: blobModel(),
      options: TrainingOptions(epochs: epochs, batchSize: 3, stepsPerEpoch: stepsPerEpoch),
      executor: SerialExecutor())
    try trainer.fit(source) { _ in
      let requests = source.takeRequests()
      result.append((requests.map(\.sample), requests.map(\.epoch)))
    }
    return result
  }

  @Test func byDefaultAnEpochIsOnePass() throws {
    let epochs = try epochs(stepsPerEpoch: nil, epochs: 2)
    #expect(epochs.map(\.samples) == [[0, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 0]])
    #expect(epochs.map(\.passes) == [Array(repeating: 0, count: 7), Array(repeating: 1, count: 7)])
  }

  @Test func shorterEpochsShareAPass() throws {
    let epochs = try epochs(stepsPerEpoch: 2, epochs: 3)
    #expect(epochs.map(\.samples) == [[0, 1, 2, 3, 4, 5], [6, 1, 2, 3], [4, 5, 6, 0]])
    #expect(epochs.map(\.passes) == [[0, 0, 0, 0, 0, 0], [0, 1, 1, 1], [1, 1, 1, 1]])
  }

  @Test func longerEpochsGoOnIntoTheNextPass() throws {
    let epochs = try epochs(stepsPerEpoch: 4, epochs: 2)
    #expect(
      epochs.map(\.samples) == [[0, 1, 2, 3, 4, 5, 6, 1, 2, 3], [4, 5, 6, 0, 2, 3, 4, 5, 6, 0]])
    #expect(
      epochs.map(\.passes) == [[0, 0, 0, 0, 0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 2, 2, 2, 2, 2, 2]])
  }

  /// Where the passes are cut into epochs changes no step.
  @Test func theCutChangesNoWeight() throws {
    func hash(stepsPerEpoch: Int, epochs: Int) throws -> String {
      let trainer = try Trainer(
        model: blobModel(),
        options: TrainingOptions(epochs: epochs, batchSize: 3, stepsPerEpoch: stepsPerEpoch),
        executor: SerialExecutor())
      try trainer.fit(RecordingSource(blobs(count: 7)))
      return trainer.parameters.weightsSHA256()
    }
    let hashes = try [(1, 12), (2, 6), (3, 4), (4, 3), (12, 1)].map {
      try hash(stepsPerEpoch: $0, epochs: $1)
    }
    #expect(Set(hashes).count == 1)
  }
}
