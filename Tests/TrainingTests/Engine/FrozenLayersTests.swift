import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// Frozen weights keep their bits; the others move as if nothing were frozen.
@Suite struct FrozenLayersTests {
  /// A convolution with a pooling, one without, a dense layer of each kind.
  private func model(_ frozen: Set<String>) throws -> Sequential {
    try Sequential(
      input: [14, 13, 2],
      layers: [
        Conv2D(9, kernelSize: 3, activation: .relu, name: "pooled"), MaxPooling2D(),
        Conv2D(10, kernelSize: 3, padding: .same, activation: .swish, name: "plain"), Flatten(),
        Dense(500, activation: .relu, name: "wide"), Dense(6, activation: .tanh, name: "small"),
        Dense(3, activation: .softmax, name: "last"),
      ], frozen: frozen)
  }

  private func train(_ frozen: Set<String>, _ optimizer: any Optimizer, clipping: GradientClipping? = nil)
    throws
    -> (before: Parameters, after: Parameters)
  {
    let model = try model(frozen)
    let problem = Problem(model, batchSize: 6)
    let after = problem.parameters.copy()
    let engine = try TrainingEngine(
      model: model, parameters: after, batchSize: 6, laneCount: 3, optimizer: optimizer, seed: 0,
      kernels: InstructionSet.best.kernels, executor: SerialExecutor(), clipping: clipping)
    for step in 0..<3 { _ = engine.train(problem.source, step: step) }
    return (problem.parameters, after)
  }

  @Test(arguments: [
    ["pooled"], ["pooled", "plain"], ["wide"], ["plain", "small"], ["pooled", "plain", "wide", "small"],
    ["last"],
  ])
  func keepTheirBits(_ frozen: [String]) throws {
    for clipping in [nil, GradientClipping.globalNorm(0.1)] {
      let (before, after) = try train(
        Set(frozen), Adam(learningRate: 0.01, weightDecay: 0.1), clipping: clipping)
      for entry in after.layout.entries {
        let layer = entry.name.prefix { $0 != "/" }
        let isSame = before[entry.name] == after[entry.name]
        #expect(isSame == frozen.contains(String(layer)), "\(entry.name)")
      }
      #expect(after.areFinite)
    }
  }

  /// One step of plain descent: what is not frozen moves as it does where nothing is.
  @Test func doNotChangeTheOthersStep() throws {
    let free = try model([])
    let problem = Problem(free, batchSize: 6)
    func step(_ frozen: Set<String>) throws -> Parameters {
      let model = try model(frozen)
      let parameters = Parameters(layout: model.parameterLayout)
      parameters.take(from: problem.parameters)
      let engine = try TrainingEngine(
        model: model, parameters: parameters, batchSize: 6, laneCount: 3, optimizer: SGD(learningRate: 0.1),
        seed: 0, kernels: InstructionSet.best.kernels, executor: SerialExecutor())
      _ = engine.train(problem.source, step: 0)
      return parameters
    }
    let all = try step([])
    for frozen in [["pooled"], ["plain", "wide"], ["pooled", "plain"]] {
      let some = try step(Set(frozen))
      for entry in some.layout.entries where entry.description.isTrainable {
        #expect(some[entry.name] == all[entry.name], "\(frozen): \(entry.name)")
      }
    }
  }
}
