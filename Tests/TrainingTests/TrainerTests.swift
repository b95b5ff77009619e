import Foundation
import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct TrainerTests {
  @Test func learnsASeparableProblem() throws {
    var last: EpochMetrics?
    let trainer = try Trainer(
      model: blobModel(),
      options: TrainingOptions(epochs: 15, batchSize: 16, optimizer: Adam(learningRate: 0.02)),
      executor: SerialExecutor())
    try trainer.fit(blobs(count: 150), validation: blobs(count: 60, stream: 101)) { last = $0 }
    let metrics = try #require(last)
    #expect(metrics.accuracy > 0.95)
    #expect(try #require(metrics.validationAccuracy) > 0.95)
    #expect(try trainer.evaluate(blobs(count: 90, stream: 102)).accuracy > 0.95)
  }

  @Test func learnsPictures() throws {
    // Horizontal and vertical bars on 8 x 8 pixels, wherever they lie.
    var pictures = Tensor<Float>(repeating: 0, shape: [64, 8, 8, 1])
    for sample in 0..<64 {
      for i in 0..<8 {
        let place = sample / 2 % 8
        pictures[sample, sample % 2 == 0 ? place : i, sample % 2 == 0 ? i : place, 0] = 1
      }
    }
    let source = ArraySource(samples: pictures, labels: (0..<64).map { $0 % 2 }, classCount: 2)
    let model = try Sequential(input: [8, 8, 1]) {
      Conv2D(8, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Flatten()
      Dense(2, activation: .softmax)
    }
    let trainer = try Trainer(
      model: model, options: TrainingOptions(epochs: 30, batchSize: 8, optimizer: Adam(learningRate: 0.01)),
      executor: SerialExecutor())
    try trainer.fit(source)
    #expect(try trainer.evaluate(source).accuracy > 0.95)
  }

  @Test(
    arguments: [
      SGD(learningRate: 0.3), SGD(learningRate: 0.1, momentum: 0.9),
      SGD(learningRate: 0.1, momentum: 0.9, nesterov: true), Adam(learningRate: 0.02),
      Adam(learningRate: 0.02, weightDecay: 0.01), RMSprop(learningRate: 0.01),
      RMSprop(learningRate: 0.002, momentum: 0.9), AdaGrad(learningRate: 0.2),
    ] as [any Optimizer])
  func everyOptimizerTrains(_ optimizer: any Optimizer) throws {
    var epochs: [EpochMetrics] = []
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(epochs: 15, batchSize: 16, optimizer: optimizer),
      executor: SerialExecutor())
    try trainer.fit(blobs(count: 150)) { epochs.append($0) }
    #expect(epochs[14].accuracy > 0.95)
    #expect(epochs[14].loss < epochs[0].loss / 2)
    #expect(epochs.allSatisfy { $0.learningRate == optimizer.learningRate })
  }

  @Test func anEpochSaysWhatItCameTo() throws {
    var epochs: [EpochMetrics] = []
    let trainer = try Trainer(
      model: blobModel(),
      options: TrainingOptions(epochs: 3, batchSize: 4, optimizer: SGD(learningRate: 0.05)),
      executor: SerialExecutor())
    try trainer.fit(blobs(count: 10)) { epochs.append($0) }
    #expect(epochs.map(\.epoch) == [1, 2, 3])
    #expect(epochs.allSatisfy { $0.validationLoss == nil && $0.validationAccuracy == nil })
    #expect(epochs.allSatisfy { $0.learningRate == 0.05 && $0.imagesPerSecond > 0 && $0.seconds >= 0 })
    #expect(Set(epochs.map(\.weightsSHA256)).count == 3)
    #expect(epochs[2].weightsSHA256 == trainer.parameters.weightsSHA256())

    let validation = blobs(count: 7, stream: 101)
    try trainer.fit(blobs(count: 10), validation: validation) { epochs.append($0) }
    let evaluation = try trainer.evaluate(validation)
    #expect(epochs[5].validationLoss == evaluation.loss)
    #expect(epochs[5].validationAccuracy == evaluation.accuracy)
  }

  @Test func progressIsToldAfterEveryStep() throws {
    var progress: [StepProgress] = []
    var losses: [Double] = []
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(epochs: 2, batchSize: 4), executor: SerialExecutor())
    try trainer.fit(
      blobs(count: 10), onEpoch: { losses.append($0.loss) }, onProgress: { progress.append($0) })
    #expect(progress.map(\.epoch) == [1, 1, 1, 2, 2, 2])
    #expect(progress.map(\.step) == [1, 2, 3, 1, 2, 3])
    #expect(progress.allSatisfy { $0.stepCount == 3 && $0.imagesPerSecond > 0 })
    #expect([progress[2].loss, progress[5].loss] == losses)
  }

  /// Without movement of the weights, the loss of an epoch is that of its samples, each counted once.
  @Test(arguments: [3, 7, 10, 64])
  func theRunningLossIsTheMeanOverSamples(_ batchSize: Int) throws {
    var epoch: EpochMetrics?
    let source = blobs(count: 10)
    let trainer = try Trainer(
      model: blobModel(),
      options: TrainingOptions(epochs: 1, batchSize: batchSize, optimizer: SGD(learningRate: 0)),
      executor: SerialExecutor())
    try trainer.fit(source) { epoch = $0 }
    let probabilities = try trainer.predict(source)
    // The probabilities are floats: each logarithm is off by up to 2^-23.
    let losses = (0..<10).map { -log(Double(probabilities[$0 * 3 + $0 % 3])) }
    #expect(abs(try #require(epoch).loss - losses.reduce(0, +) / 10) < 1e-6)
    #expect(try #require(epoch).accuracy == trainer.evaluate(source).accuracy)
  }

  @Test func aBatchLargerThanTheDataIsOneSmallerBatch() throws {
    func run(_ batchSize: Int) throws -> (steps: Int, hash: String) {
      var steps = 0
      let trainer = try Trainer(
        model: blobModel(), options: TrainingOptions(epochs: 2, batchSize: batchSize),
        executor: SerialExecutor())
      try trainer.fit(blobs(count: 7), onProgress: { _ in steps += 1 })
      return (steps, trainer.parameters.weightsSHA256())
    }
    let (steps, hash) = try run(64)
    #expect(steps == 2)
    #expect(try run(7).hash == hash)
  }

  @Test func givenWeightsAreTrainedInPlace() throws {
    let model = try blobModel()
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 3)
    let before = parameters.weightsSHA256()
    let trainer = try Trainer(
      model: model, parameters: parameters, options: TrainingOptions(epochs: 1), executor: SerialExecutor())
    #expect(trainer.parameters === parameters)
    try trainer.fit(blobs(count: 10))
    #expect(parameters.weightsSHA256() != before)
  }

  @Test func noEpochsChangeNothing() throws {
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(epochs: 0), executor: SerialExecutor())
    let before = trainer.parameters.weightsSHA256()
    try trainer.fit(blobs(count: 5)) { _ in Issue.record("there is no epoch") }
    #expect(trainer.parameters.weightsSHA256() == before)
  }

  @Test func optionsAreTakenOver() throws {
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(lanes: 3, instructionSet: .baseline),
      executor: SerialExecutor())
    #expect(trainer.laneCount == 3)
    #expect(trainer.instructionSet == .baseline)
    let usual = try Trainer(model: blobModel(), executor: SerialExecutor())
    #expect(usual.laneCount == TrainingOptions.defaultLanes)
    #expect(usual.instructionSet == .best)
  }
}
