import LinearAlgebra
import Parallelism
import Testing

@testable import NeuralNetwork
@testable import Training

@Suite struct GradientCheckTests {
  private func model() throws -> Sequential {
    try Sequential(input: [9, 8, 2]) {
      Conv2D(5, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Dropout(0.3)
      Flatten()
      Dense(7, activation: .tanh)
      Dense(3, activation: .softmax)
    }
  }

  private func problem(_ model: Sequential, samples: Int = 3) -> GradientCheck.Problem {
    let problem = Problem(model, batchSize: samples)
    return .init(
      model: model, parameters: problem.parameters, samples: problem.source.samples,
      targets: problem.source.targets, weights: problem.source.weights)
  }

  @Test func findsNothingWrongWithWhatIsRight() throws {
    let model = try model()
    let check = try GradientCheck(problem(model), entries: 40, executor: SerialExecutor())
    let results = try check.run()
    #expect(results.map(\.tensor) == ["image", "kernel", "bias", "kernel", "bias", "kernel", "bias"])
    #expect(results.map(\.layer).prefix(3) == ["input", "conv2d (Conv2D)", "conv2d (Conv2D)"])
    #expect(results.allSatisfy { $0.verdict == .right }, "\(results)")
    #expect(results.map(\.checkedCount) == [40, 40, 5, 40, 7, 21, 3])
    #expect(results[0].engineError == nil && results[0].shardError == nil)
    for result in results.dropFirst() {
      #expect(result.engineError != nil && result.shardError != nil)
      #expect(try #require(result.numericalError) < 1e-5)
    }
  }

  @Test func anyNumberOfThreadsFindsTheSame() throws {
    let problem = problem(try model())
    let one = try GradientCheck(problem, seed: 4, entries: 6, executor: SerialExecutor()).run()
    let three = try WorkerTeam.withTeam(threads: 3) { team in
      try GradientCheck(problem, seed: 4, entries: 6, executor: team).run()
    }
    #expect(one == three)
  }

  /// What a layer claims of its gradients is multiplied by 1.01.
  @Test func catchesALayerWhoseWayBackIsWrong() throws {
    let plain = try Sequential(input: [6]) {
      Dense(5, activation: .tanh, name: "first")
      Dense(3, activation: .softmax, name: "last")
    }
    let spoilt = try Sequential(input: [6], layers: [plain.layers[0], SpoiltDense(3), Activation(.softmax)])
    let problem = problem(plain)
    // The same weights: both models have the same layout.
    let results = try GradientCheck(
      problem, executor: SerialExecutor(), network: ReferenceNetwork(model: spoilt)
    ).run()
    #expect(results.map(\.verdict) == [.wrong, .wrong, .wrong, .wrong, .wrong])
    let error = try #require(results[3].numericalError)
    #expect(abs(error - 0.01 / 1.01) < 1e-5)
  }

  /// Moving statistics have no gradient, even where a resting normalization goes by them.
  @Test(arguments: [[], ["norm", "conv"]])
  func checksWhatIsLearnedFrozenOrNot(frozen: [String]) throws {
    let model = try Sequential(input: [6, 6, 2]) {
      Conv2D(3, kernelSize: 3, name: "conv")
      BatchNormalization(name: "norm")
      Flatten()
      Dense(3, activation: .softmax)
    }.freezing(Set(frozen))
    let results = try GradientCheck(problem(model), entries: 9, executor: SerialExecutor()).run()
    #expect(
      results.map(\.tensor) == ["image", "kernel", "bias", "gamma", "beta", "kernel", "bias"])
    #expect(results.allSatisfy { $0.verdict != .wrong }, "\(results)")
    #expect(
      results.map { $0.engineError != nil } == [false] + Array(repeating: frozen.isEmpty, count: 4) + [
        true, true,
      ])
  }

  @Test func whatNothingReachesIsZeroAndNotWrong() throws {
    let model = try Sequential(input: [4]) {
      Dense(3, activation: .relu)
      Dense(2, activation: .softmax)
    }
    let problem = problem(model)
    let bias = problem.parameters.buffer(of: model.parameterLayout.entries[1])
    for index in bias.indices { bias[index] = -100 }
    let results = try GradientCheck(problem, executor: SerialExecutor()).run()
    #expect(results.map(\.verdict) == [.zero, .zero, .zero, .zero, .right])
  }

  @Test func largeModelsAreCheckedAtFewerElements() throws {
    let small = try Architecture.mnistCNN.model(input: [28, 28, 1], classes: 10)
    let large = try Architecture.lectureCNN.model(input: [150, 150, 3], classes: 5)
    #expect(GradientCheck.usualSamples(of: small) == 4)
    #expect(GradientCheck.usualSamples(of: large) < 4)
    let few = GradientCheck.affordableEntries(of: large, samples: 4)
    #expect(few >= 1 && few < GradientCheck.affordableEntries(of: small, samples: 4))
  }
}

/// A dense layer of the plain network that claims 1.01 times its gradients.
private struct SpoiltDense: ReferenceLayer {
  static let className = "Dense"
  private var dense: Dense
  var name: String {
    get { dense.name }
    set { dense.name = newValue }
  }

  init(_ units: Int) { dense = Dense(units, name: "spoilt") }
  init(configuration: LayerConfiguration) throws(ModelError) {
    dense = try Dense(configuration: configuration)
  }

  func outputShape(for input: Shape) throws(ModelError) -> Shape { try dense.outputShape(for: input) }
  func parameters(for input: Shape) -> [ParameterDescription] { dense.parameters(for: input) }
  var configuration: [JSON.Member] { dense.configuration }

  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let step = dense.step(input, parameters: parameters, context: context)
    return ReferenceStep(output: step.output) { dOutput in
      let (dInput, dParameters) = step.pullback(dOutput)
      return (
        Tensor(shape: dInput.shape, scalars: dInput.scalars.map { $0 * 1.01 }),
        dParameters.map { $0.map { $0 * 1.01 } }
      )
    }
  }
}
