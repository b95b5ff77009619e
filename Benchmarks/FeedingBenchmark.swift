import TrainParallel

/// What augmentation costs a training: a network fed from decoded images, changed before each use, against the same
/// network fed from arrays that are ready.
struct FeedingBenchmark {
  let architecture: Architecture
  let threads: Int
  /// The most images of a run.
  var mostImages = 10_000
  var batchSize = 32
  var runs = 5

  /// Images per second of each run, the two ways in turn.
  struct Result {
    private(set) var augmented: [Double] = []
    private(set) var arrays: [Double] = []

    mutating func add(augmented: Double, arrays: Double) {
      self.augmented.append(augmented)
      self.arrays.append(arrays)
    }

    /// The median of the ratios of neighbouring runs.
    var ratio: Double {
      zip(augmented, arrays).map { $0 / $1 }.sorted()[arrays.count / 2]
    }
  }

  func measure(_ flow: ImageFlow) throws -> Result {
    let count = min(flow.sampleCount, mostImages)
    let plain = flow.generator.withoutAugmentation.flow(
      flow.dataset.subset(Array(flow.order(epoch: 0).prefix(count))), batchSize: count, shuffle: false)
    let batch = plain.epoch(0)[0]
    let arrays = ArraySource(samples: batch.images, labels: batch.labels, classCount: flow.classCount)
    let model = try architecture.model(input: flow.sampleShape, classes: flow.classCount)
    return try WorkerTeam.withTeam(threads: threads) { team in
      var result = Result()
      for _ in 0..<runs {
        result.add(
          augmented: try imagesPerSecond(model, flow, count, team),
          arrays: try imagesPerSecond(model, arrays, count, team))
      }
      return result
    }
  }

  /// The speed of a training that sees `count` images.
  private func imagesPerSecond(
    _ model: Sequential, _ source: some SampleSource, _ count: Int, _ team: WorkerTeam
  ) throws -> Double {
    let options = TrainingOptions(epochs: 1, batchSize: batchSize, stepsPerEpoch: count / batchSize)
    var speed = 0.0
    try Trainer(model: model, options: options, executor: team).fit(source) { speed = $0.imagesPerSecond }
    return speed
  }
}
