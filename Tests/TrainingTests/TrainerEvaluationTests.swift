import Foundation
import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// `evaluate` and `predict` against the plain network.
@Suite struct TrainerEvaluationTests {
  private func models() throws -> [Sequential] {
    [
      try Sequential(input: [9, 10, 2]) {
        Conv2D(7, kernelSize: 3, activation: .swish)
        MaxPooling2D()
        Dropout(0.5)
        Flatten()
        Dense(11, activation: .relu)
        Dense(4, activation: .softmax)
      },
      try Sequential(input: [700]) {
        Dense(200, activation: .tanh)
        Dropout(0.5)
        Dense(3, activation: .softmax)
      },
    ]
  }

  private func trainer(_ problem: Problem, batchSize: Int, seed: UInt64 = 0) throws -> Trainer {
    try Trainer(
      model: problem.model, parameters: problem.parameters,
      options: TrainingOptions(epochs: 1, batchSize: batchSize, optimizer: SGD(learningRate: 0), seed: seed),
      executor: SerialExecutor())
  }

  private func doubles(_ tensor: Tensor<Float>) -> Tensor<Double> {
    Tensor(shape: tensor.shape, scalars: tensor.scalars.map(Double.init))
  }

  @Test(arguments: [4, 11, 32])
  func areThoseOfThePlainNetwork(_ batchSize: Int) throws {
    for model in try models() {
      let problem = Problem(model, batchSize: 11)
      let source = ArraySource(
        samples: problem.source.samples, labels: (0..<11).map { $0 % model.classCount },
        classCount: model.classCount)
      let trainer = try trainer(problem, batchSize: batchSize)
      let evaluation = try trainer.evaluate(source)

      let reference = ReferenceNetwork(model: model)
      let parameters = problem.parameters.doubles()
      let output = reference.output(parameters: parameters, inputs: doubles(source.samples))
      let loss = reference.loss(
        parameters: parameters, inputs: doubles(source.samples), targets: doubles(source.targets))
      // Sums of some hundred products, each rounded to 2^-24.
      #expect(evaluation.probabilities.count == output.scalars.count)
      for (found, expected) in zip(evaluation.probabilities, output.scalars) {
        #expect(abs(Double(found) - expected) < 1e-5)
      }
      #expect(abs(evaluation.loss - loss) < 1e-5 * loss)
      #expect(evaluation.labels == (0..<11).map { $0 % model.classCount })
      #expect(evaluation.classCount == model.classCount)
      #expect(try trainer.predict(source) == evaluation.probabilities)
    }
  }

  /// The samples keep their own order, whatever the order of an epoch is, and are those of epoch 0.
  @Test func samplesAreTakenInTheirOwnOrder() throws {
    let source = RecordingSource(blobs(count: 7))
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(batchSize: 3), executor: SerialExecutor())
    _ = try trainer.evaluate(source)
    let requests = source.takeRequests()
    #expect(requests.map(\.sample) == Array(0..<7))
    #expect(requests.allSatisfy { $0.epoch == 0 })
  }

  @Test func neitherBatchesNorThreadsMatter() throws {
    for model in try models() {
      let problem = Problem(model, batchSize: 11)
      let expected = try trainer(problem, batchSize: 11).predict(problem.source)
      for batchSize in [1, 4, 64] {
        #expect(try trainer(problem, batchSize: batchSize).predict(problem.source) == expected)
      }
      let onThreads = try WorkerTeam.withTeam(threads: 3) { team in
        try Trainer(model: model, parameters: problem.parameters, executor: team).predict(problem.source)
      }
      #expect(onThreads == expected)
    }
  }

  @Test func aNetworkWithoutWeightsIsEvaluatedToo() throws {
    let model = try Sequential(input: [1, 3, 1]) {
      Flatten()
      Activation(.softmax)
    }
    let source = ArraySource(
      samples: Tensor(shape: [2, 1, 3, 1], scalars: [0, 0, 0, 0, 0, Float(log(2.0))]), labels: [0, 2],
      classCount: 3)
    let trainer = try Trainer(model: model, options: TrainingOptions(epochs: 1), executor: SerialExecutor())
    try trainer.fit(source)
    let evaluation = try trainer.evaluate(source)
    let probabilities: [Double] = [1 / 3, 1 / 3, 1 / 3, 0.25, 0.25, 0.5]
    #expect(evaluation.probabilities.count == 6)
    for (found, expected) in zip(evaluation.probabilities, probabilities) {
      #expect(abs(Double(found) - expected) < 1e-6)
    }
    #expect(abs(evaluation.loss - (log(3.0) + log(2.0)) / 2) < 1e-6)
  }

  @Test func evaluatingChangesNoWeight() throws {
    let problem = Problem(try models()[0], batchSize: 11)
    let trainer = try trainer(problem, batchSize: 4)
    let before = trainer.parameters.weightsSHA256()
    _ = try trainer.evaluate(problem.source)
    #expect(trainer.parameters.weightsSHA256() == before)
  }

  /// As in Keras: each sample's loss is multiplied by its weight, and the sum divided by the number of samples.
  @Test func softLabelsAndWeightsOfSamplesCount() throws {
    for model in try models() {
      let problem = Problem(model, batchSize: 11)
      let trainer = try trainer(problem, batchSize: 4)
      let expected = problem.reference(dropout: nil).loss
      #expect(abs(try trainer.evaluate(problem.source).loss - expected) < 1e-5 * expected)

      var trained: EpochMetrics?
      let whole = try self.trainer(problem, batchSize: 11, seed: 3)
      try whole.fit(problem.source) { trained = $0 }
      let withDropout = problem.reference(dropout: DropoutStep(seed: 3, step: 0)).loss
      #expect(abs(try #require(trained).loss - withDropout) < 1e-5 * withDropout)
      #expect(abs(withDropout - expected) > 1e-3 * expected)
    }
  }
}
