import Foundation
import LinearAlgebra
import NeuralNetwork
import Parallelism
import TestSupport
import Testing

@testable import Training

/// A training that is stopped anywhere and goes on from its checkpoint ends with the same bits.
@Suite struct CheckpointTests {
  /// Dropout, a schedule, averages, clipping by the norm, momentum, callbacks: all that a checkpoint must hold.
  private static func options(epochs: Int = 4) -> TrainingOptions {
    TrainingOptions(
      epochs: epochs, batchSize: 8, optimizer: SGD(learningRate: 0.05, momentum: 0.9),
      clipping: .globalNorm(0.5), averageMomentum: 0.9, labelSmoothing: 0.1, seed: 3)
  }

  private static func model() throws -> Sequential {
    try Sequential(input: [2]) {
      Dense(9, activation: .relu)
      Dropout(0.3)
      Dense(3, activation: .softmax)
    }
  }

  private static func callbacks() -> [any Callback] {
    [
      ReduceLROnPlateau(factor: 0.5, patience: 1, minDelta: 0.5),
      EarlyStopping(patience: 9, restoreBestWeights: true),
    ]
  }

  /// Interrupts after a number of steps.
  private final class Stop: Callback {
    let name = "stop"
    let step: Int
    init(after step: Int) { self.step = step }
    func stepEnded(_ trainer: Trainer) { if trainer.position.steps == step { trainer.interrupt() } }
  }

  private struct Outcome: Equatable {
    var hash: String
    var averages: String
    var rows: [[Double?]]
    var learningRate: Double
  }

  private static func train(
    _ trainer: Trainer, _ callbacks: [any Callback], _ rows: inout [[Double?]]
  ) throws {
    var found = rows
    try trainer.fit(blobs(count: 45), validation: blobs(count: 20, stream: 101), callbacks: callbacks) {
      row in
      found.append([row.loss, row.accuracy, row.validationLoss, row.validationAccuracy, row.learningRate])
    }
    rows = found
  }

  private static func outcome(_ trainer: Trainer, _ rows: [[Double?]]) -> Outcome {
    Outcome(
      hash: trainer.parameters.weightsSHA256(), averages: trainer.weights.weightsSHA256(), rows: rows,
      learningRate: trainer.learningRate)
  }

  private static func file(_ model: Sequential, _ parameters: Parameters) -> ModelFile {
    ModelFile(
      model: model, parameters: parameters, classNames: ["a", "b", "c"],
      preprocessing: Preprocessing(height: 1, width: 2, color: "grayscale"))
  }

  /// Every step of four epochs of six, stopped with two lanes' threads in random order, resumed with others.
  @Test func resumesToTheSameBitsFromEveryStep() throws {
    let model = try Self.model()
    let whole = try Trainer(model: model, options: Self.options(), executor: SerialExecutor())
    var rows: [[Double?]] = []
    try Self.train(whole, Self.callbacks(), &rows)
    let expected = Self.outcome(whole, rows)
    #expect(rows.count == 4 && Set(rows.map { $0[4] }).count > 1, "the plateau changes the learning rate")

    try withTemporaryFolder { folder in
      for step in 1...23 {
        var rows: [[Double?]] = []
        let first = try Trainer(
          model: model, options: Self.options(), executor: RandomOrderExecutor(threads: 3))
        let callbacks = Self.callbacks()
        try Self.train(first, callbacks + [Stop(after: step)], &rows)
        #expect(first.position.steps == step)
        let path = folder + "/\(step).safetensors"
        try first.saveCheckpoint(to: path, Self.file(model, first.weights), callbacks: callbacks)

        let second = try Trainer(model: model, options: Self.options(), executor: SerialExecutor())
        let others = Self.callbacks()
        try second.restore(try Checkpoint(path: path), callbacks: others)
        #expect(second.position == first.position)
        try Self.train(second, others, &rows)
        #expect(Self.outcome(second, rows) == expected, "stopped after step \(step)")
      }
    }
  }

  /// Batch-wide layers and Adam, a fixed number of steps that is no whole number of passes.
  @Test func resumesWithinAPassOverTheData() throws {
    let model = try Sequential(input: [2]) {
      Dense(400, activation: .relu)
      Dense(400, activation: .relu)
      Dense(3, activation: .softmax)
    }
    let options = TrainingOptions(epochs: 3, batchSize: 16, stepsPerEpoch: 5, clipping: .norm(0.01))
    func trainer() throws -> Trainer {
      try Trainer(model: model, options: options, executor: SerialExecutor())
    }
    let whole = try trainer()
    var rows: [[Double?]] = []
    try Self.train(whole, [], &rows)
    try withTemporaryFolder { folder in
      for step in [3, 5, 9, 14] {
        let (first, second) = (try trainer(), try trainer())
        var parts: [[Double?]] = []
        try Self.train(first, [Stop(after: step)], &parts)
        let path = folder + "/\(step).safetensors"
        try first.saveCheckpoint(to: path, Self.file(model, first.weights), callbacks: [])
        try second.restore(try Checkpoint(path: path))
        try Self.train(second, [], &parts)
        #expect(Self.outcome(second, parts) == Self.outcome(whole, rows), "stopped after step \(step)")
      }
    }
  }

  @Test func isAModelToo() throws {
    let model = try Self.model()
    let trainer = try Trainer(model: model, options: Self.options(epochs: 1), executor: SerialExecutor())
    let callbacks = Self.callbacks()
    var rows: [[Double?]] = []
    try Self.train(trainer, callbacks, &rows)
    try withTemporaryFolder { folder in
      let path = folder + "/a.safetensors"
      try trainer.saveCheckpoint(
        to: path, Self.file(model, trainer.weights), callbacks: callbacks, record: ["x"])
      #expect(try ModelFile(path: path).parameters.weightsSHA256() == trainer.parameters.weightsSHA256())
      let checkpoint = try Checkpoint(path: path)
      #expect(checkpoint.record == ["x"])
      #expect(checkpoint.position == trainer.position)
      // Without its callbacks it would decide otherwise.
      #expect(throws: TrainingError.self) { try trainer.restore(checkpoint, callbacks: []) }
      // A model is no checkpoint.
      try Self.file(model, trainer.weights).write(to: path)
      #expect(throws: ModelFileError.self) { _ = try Checkpoint(path: path) }
    }
  }

  @Test func refusesTheCheckpointOfAnotherOptimizer() throws {
    let model = try Self.model()
    func trainer(_ optimizer: any Optimizer) throws -> Trainer {
      try Trainer(
        model: model, options: TrainingOptions(optimizer: optimizer), executor: SerialExecutor())
    }
    try withTemporaryFolder { folder in
      let first = try trainer(SGD())
      try first.saveCheckpoint(to: folder + "/a", Self.file(model, first.weights), callbacks: [])
      let checkpoint = try Checkpoint(path: folder + "/a")
      #expect(throws: ModelFileError.self) { try trainer(Adam()).restore(checkpoint) }
    }
  }
}
