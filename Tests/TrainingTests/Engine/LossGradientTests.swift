import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// Every loss of the engine against the plain one in Double: soft labels, sample weights, all gradients.
@Suite struct LossGradientTests {
  @Test(arguments: Loss.allCases, InstructionSet.available)
  func agreesWithThePlainLoss(_ loss: Loss, _ set: InstructionSet) throws {
    let isBinary = loss == .binaryCrossentropy
    let model = try Sequential(input: [6]) {
      Dense(8, activation: .tanh)
      Dense(isBinary ? 1 : 5, activation: isBinary ? .sigmoid : .softmax)
    }
    let problem = Problem(model, batchSize: 7)
    let engine = try TrainingEngine(
      model: model, parameters: problem.parameters.copy(), batchSize: 7, laneCount: 3,
      optimizer: Training.GradientRecorder(), loss: loss, seed: 0, kernels: set.kernels,
      executor: SerialExecutor())
    let terms = engine.train(problem.source, step: 0)
    func doubles(_ tensor: Tensor<Float>) -> Tensor<Double> {
      Tensor(shape: tensor.shape, scalars: tensor.scalars.map(Double.init))
    }
    let network = ReferenceNetwork(model: model, loss: loss)
    let expected = network.lossAndGradients(
      parameters: problem.parameters.doubles(), inputs: doubles(problem.source.samples),
      targets: doubles(problem.source.targets), sampleWeights: problem.source.weights.map(Double.init))
    let meanLoss = terms.loss / 7
    #expect(abs(meanLoss - expected.loss) < 1e-5 * max(1, expected.loss))
    // Sums of less than a hundred products, each rounded to 2^-24.
    for entry in model.parameterLayout.entries {
      let largest = expected.gradients[entry.range].map(abs).max() ?? 0
      #expect(largest > 0)
      for index in entry.range {
        let found = Double(engine.parameters.values[index])
        #expect(abs(found - expected.gradients[index]) <= 1e-5 * largest, "\(entry.name)")
      }
    }
  }

  /// [1 − σ(z), σ(z)], and the counts that follow from it.
  @Test func binaryModelsPredictTwoClasses() throws {
    let model = try Sequential(input: [1]) { Dense(1, activation: .sigmoid, useBias: false) }
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.values[0] = 1
    let trainer = try Trainer(model: model, parameters: parameters, executor: SerialExecutor())
    #expect(trainer.loss == .binaryCrossentropy)
    let source = ArraySource(
      samples: Tensor(shape: [4, 1], scalars: [-3, 0.5, 2, -100]), labels: [0, 0, 1, 0], classCount: 2)
    let evaluation = try trainer.evaluate(source)
    #expect(evaluation.correctCount == 3)
    let p = evaluation.probabilities
    // σ(−3), σ(0.5), σ(2)
    let expected: [Float] = [0.04742587, 0.62245935, 0.8807971, 0]
    for (sample, value) in expected.enumerated() {
      #expect(abs(p[2 * sample + 1] - value) < 1e-6)
      #expect(abs(p[2 * sample] + p[2 * sample + 1] - 1) < 1e-6)
    }
    // (0.0485874 + 0.9740770 + 0.1269280 + 0) / 4
    #expect(abs(evaluation.loss - 0.28739809) < 1e-6)
  }

  @Test func binaryModelsLearn() throws {
    let model = try Sequential(input: [2]) { Dense(1, activation: .sigmoid) }
    let source = ArraySource(
      samples: Tensor(shape: [8, 2], scalars: (0..<16).map { Float($0 % 5) - Float($0 / 8) * 6 }),
      labels: (0..<8).map { $0 / 4 }, classCount: 2)
    let trainer = try Trainer(
      model: model,
      options: TrainingOptions(
        epochs: 60, batchSize: 4, optimizer: SGD(learningRate: 0.3), labelSmoothing: 0.01),
      executor: SerialExecutor())
    var losses: [Double] = []
    try trainer.fit(source) { losses.append($0.loss) }
    #expect(try #require(losses.last) < losses[0] / 2)
    #expect(try trainer.evaluate(source).accuracy == 1)
  }

  @Test func aLossForAnotherOutputIsRefused() throws {
    let model = try Sequential(input: [2]) { Dense(2, activation: .softmax) }
    #expect(throws: ModelError.self) {
      try Trainer(
        model: model, options: TrainingOptions(loss: .binaryCrossentropy), executor: SerialExecutor())
    }
  }
}
