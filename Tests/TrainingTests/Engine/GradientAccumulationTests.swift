import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct GradientAccumulationTests {
  /// With a batch-wide layer and dropout.
  private func model(dropout: Double = 0) throws -> Sequential {
    try Sequential(input: [2]) {
      Dense(400, activation: .relu)
      Dropout(dropout)
      Dense(400, activation: .tanh)
      Dense(3, activation: .softmax)
    }
  }

  private func fit(
    _ options: TrainingOptions, dropout: Double = 0, threads: Int = 1, count: Int = 22,
    callbacks: [any Callback] = []
  ) throws -> (trainer: Trainer, rows: [EpochMetrics]) {
    var rows: [EpochMetrics] = []
    let trainer = try WorkerTeam.withTeam(threads: threads) { team in
      let trainer = try Trainer(model: try model(dropout: dropout), options: options, executor: team)
      try trainer.fit(blobs(count: count), callbacks: callbacks) { rows.append($0) }
      return trainer
    }
    return (trainer, rows)
  }

  /// 22 samples as 4, 4 | 4, 4 | 4, 2 or as 8, 8, 6: the last step has its right weight.
  @Test(arguments: [nil, GradientClipping.globalNorm(0.05)])
  func isAStepOnALargerBatch(_ clipping: GradientClipping?) throws {
    func options(_ batchSize: Int, _ accumulation: Int) -> TrainingOptions {
      TrainingOptions(
        epochs: 2, batchSize: batchSize, accumulation: accumulation, optimizer: SGD(learningRate: 0.1),
        clipping: clipping, lanes: 3)
    }
    let (parts, partRows) = try fit(options(4, 2))
    let (whole, wholeRows) = try fit(options(8, 1))
    #expect(parts.position.steps == 6 && whole.position.steps == 6)
    // The same sums in another order: some steps of rounding to 2^-24.
    for entry in whole.parameters.layout.entries {
      for (a, b) in zip(parts.parameters[entry.name].scalars, whole.parameters[entry.name].scalars) {
        #expect(abs(a - b) < 1e-5, "\(entry.name)")
      }
    }
    for (a, b) in zip(partRows, wholeRows) { #expect(abs(a.loss - b.loss) < 1e-5) }
  }

  @Test func givesTheSameBitsForAnyNumberOfThreads() throws {
    let options = TrainingOptions(epochs: 2, batchSize: 3, accumulation: 3, averageMomentum: 0.9)
    let hashes = try [1, 2, 3].map { threads in
      try fit(options, dropout: 0.3, threads: threads).rows.map(\.weightsSHA256)
    }
    #expect(hashes[0] == hashes[1] && hashes[1] == hashes[2])
    #expect(Set(hashes[0]).count == 2)
  }

  /// Every batch of a step has masks of its own.
  @Test func dropoutDiffersFromBatchToBatch() throws {
    let options = TrainingOptions(epochs: 1, batchSize: 11, accumulation: 2, optimizer: SGD())
    let source = blobs(count: 11)
    let twice = ArraySource(
      samples: Tensor(shape: [22, 2], scalars: source.samples.scalars + source.samples.scalars),
      targets: Tensor(shape: [22, 3], scalars: source.targets.scalars + source.targets.scalars))
    func weights(_ source: ArraySource, _ options: TrainingOptions) throws -> String {
      let trainer = try Trainer(model: try model(dropout: 0.5), options: options, executor: SerialExecutor())
      try trainer.fit(source)
      return trainer.parameters.weightsSHA256()
    }
    #expect(
      try weights(twice, options)
        != weights(source, TrainingOptions(epochs: 1, batchSize: 11, optimizer: SGD())))
  }

  /// A run that is stopped after a step, in the middle of an epoch, goes on from there with the same bits.
  @Test func resumesAtAStep() throws {
    let options = TrainingOptions(epochs: 2, batchSize: 4, accumulation: 2)
    let expected = try fit(options, dropout: 0.3).rows.map(\.weightsSHA256)
    let (stopped, _) = try fit(options, dropout: 0.3, callbacks: [StopAfter(steps: 2)])
    #expect(
      stopped.position.steps == 2 && stopped.position.stepsInEpoch == 2 && stopped.position.samples == 16)
    let next = try Trainer(
      model: stopped.model, parameters: stopped.parameters, options: options, executor: SerialExecutor())
    let count = stopped.parameters.layout.count * stopped.engine.optimizer.slotNames.count
    next.engine.slots.start.update(from: stopped.engine.slots.start, count: count)
    (next.position, next.isResumed) = (stopped.position, true)
    var hashes: [String] = []
    try next.fit(blobs(count: 22)) { hashes.append($0.weightsSHA256) }
    #expect(hashes == expected)
  }

  /// With a number of steps an epoch goes on in the data: every step has all its batches.
  @Test func stepsOfAnEpochHaveAllTheirBatches() {
    let own = TrainingOptions(batchSize: 4, accumulation: 3, stepsPerEpoch: 5)
    #expect(own.lengthOfEpoch(samples: 22) == (15, 5))
    let pass = TrainingOptions(batchSize: 4, accumulation: 3)
    #expect(pass.lengthOfEpoch(samples: 22) == (6, 2))
    #expect(pass.lengthOfEpoch(samples: 25) == (7, 3))
  }
}

/// Interrupts after a number of steps.
private final class StopAfter: Callback {
  let name = "stop"
  let steps: Int
  init(steps: Int) { self.steps = steps }
  func stepEnded(_ trainer: Trainer) { if trainer.position.steps == steps { trainer.interrupt() } }
}
