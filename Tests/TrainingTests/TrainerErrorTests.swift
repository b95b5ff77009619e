import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// What `Trainer` refuses, and what it lets through.
@Suite struct TrainerErrorTests {
  private func trainer(
    _ model: Sequential, epochs: Int = 3, batchSize: Int = 4, _ optimizer: any Optimizer = Adam()
  ) throws -> Trainer {
    try Trainer(
      model: model, options: TrainingOptions(epochs: epochs, batchSize: batchSize, optimizer: optimizer),
      executor: SerialExecutor())
  }

  private func zeros(_ shape: Shape, classes: Int) -> ArraySource {
    ArraySource(
      samples: Tensor(repeating: 0, shape: shape), labels: Array(repeating: 0, count: shape[0]),
      classCount: classes)
  }

  @Test func samplesThatDoNotFit() throws {
    let trainer = try trainer(blobModel())
    let good = blobs(count: 5)
    let bad: [(ArraySource, TrainingError)] = [
      (zeros([0, 2], classes: 3), .noSamples),
      (zeros([4, 5], classes: 3), .sampleShape(found: [5], expected: [2])),
      (zeros([4, 2, 1, 1], classes: 3), .sampleShape(found: [2, 1, 1], expected: [2])),
      (zeros([4, 2], classes: 4), .classCount(found: 4, expected: 3)),
    ]
    let before = trainer.parameters.weightsSHA256()
    for (source, error) in bad {
      #expect(throws: error) { try trainer.fit(source) }
      #expect(throws: error) { try trainer.fit(good, validation: source) }
      #expect(throws: error) { try trainer.evaluate(source) }
      #expect(throws: error) { try trainer.predict(source) }
    }
    #expect(trainer.parameters.weightsSHA256() == before)
  }

  @Test func weightsOfAnotherModel() throws {
    let other = try Sequential(input: [2]) { Dense(3, activation: .softmax) }
    #expect(throws: TrainingError.parameters(found: 9, expected: 99)) {
      try Trainer(
        model: blobModel(), parameters: Parameters(layout: other.parameterLayout), executor: SerialExecutor())
    }
  }

  @Test func modelsThatAreNoClassifiers() throws {
    let model = try Sequential(input: [2]) { Dense(3) }
    #expect(throws: ModelError.self) { try Trainer(model: model, executor: SerialExecutor()) }
  }

  @Test func aSampleThatIsNotANumber() throws {
    let good = blobs(count: 10)
    var samples = good.samples
    samples[5, 1] = .nan
    let source = ArraySource(samples: samples, targets: good.targets)
    var epochs = 0
    #expect(throws: TrainingError.lossIsNotFinite(epoch: 1, step: 2, learningRate: 0.001)) {
      try trainer(blobModel()).fit(source) { _ in epochs += 1 }
    }
    #expect(epochs == 0)
  }

  /// No function and no pooling may hide that the weights are lost.
  @Test(arguments: [ActivationFunction.relu, .swish, .tanh, .sigmoid, .linear])
  func aLearningRateThatIsFarTooHigh(_ function: ActivationFunction) throws {
    let model = try Sequential(input: [6, 6, 1]) {
      Conv2D(4, kernelSize: 3, activation: function)
      MaxPooling2D()
      Flatten()
      Dense(5, activation: function)
      Dense(3, activation: .softmax)
    }
    var numbers = RandomNumbers(seed: 2, purpose: .reference).sequence(0, 0)
    let source = ArraySource(
      samples: Tensor(shape: [12, 6, 6, 1], scalars: (0..<12 * 36).map { _ in numbers.nextUniform() }),
      labels: (0..<12).map { $0 % 3 }, classCount: 3)
    do {
      try trainer(model, SGD(learningRate: .infinity)).fit(source)
      Issue.record("the loss became infinite or not a number, and nobody said so")
    } catch TrainingError.lossIsNotFinite(let epoch, let step, let learningRate) {
      #expect(epoch == 1)
      #expect(step == 2)
      #expect(learningRate == .infinity)
    }
  }

  /// The last step of an epoch shows in no training loss: in the validation loss first, or in the weights alone.
  @Test(arguments: [true, false]) func aLastStepThatLosesTheWeights(hasValidation: Bool) throws {
    var epochs = 0
    #expect(throws: TrainingError.lossIsNotFinite(epoch: 1, step: 1, learningRate: .infinity)) {
      let trainer = try trainer(blobModel(), batchSize: 8, SGD(learningRate: .infinity))
      try trainer.fit(blobs(count: 8), validation: hasValidation ? blobs(count: 3) : nil) { _ in epochs += 1 }
    }
    #expect(epochs == 0)
  }

  @Test func onEpochEndsTheTraining() throws {
    struct Enough: Error {}
    var epochs = 0
    #expect(throws: Enough.self) {
      try trainer(blobModel(), epochs: 10).fit(blobs(count: 8)) { _ in
        epochs += 1
        if epochs == 2 { throw Enough() }
      }
    }
    #expect(epochs == 2)
  }

  @Test func messagesSayWhatWasFoundAndWhatToDo() {
    let messages: [(TrainingError, [String])] = [
      (.noSamples, ["no images"]),
      (.sampleShape(found: [5], expected: [28, 28, 1]), ["(5,)", "(28, 28, 1)"]),
      (.classCount(found: 4, expected: 3), ["4 classes", "3"]),
      (.parameters(found: 9, expected: 99), ["9 numbers", "99"]),
      (.lossIsNotFinite(epoch: 2, step: 31, learningRate: 0.5), ["epoch 2", "step 31", "0.5"]),
    ]
    for (error, parts) in messages {
      #expect(error.kind == .badData)
      for part in parts { #expect(error.description.contains(part)) }
    }
  }
}
