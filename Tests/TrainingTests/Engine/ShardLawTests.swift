import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// K shards, reduced, and one step give what one shard and one step give, to rounding.
@Suite struct ShardLawTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let model: Sequential
    let batchSize: Int

    init(
      _ name: String, _ input: Shape, batchSize: Int, @LayerBuilder _ layers: () -> [any Layer]
    ) {
      testDescription = name
      self.batchSize = batchSize
      do { model = try Sequential(input: input, layers: layers()) } catch { preconditionFailure("\(error)") }
    }
  }

  static let cases = [
    Case("small network", [12, 11, 2], batchSize: 21) {
      Conv2D(7, kernelSize: 3, activation: .swish)
      MaxPooling2D()
      Conv2D(16, kernelSize: 2, padding: .same, activation: .tanh)
      Flatten()
      Dense(19, activation: .sigmoid)
      Dense(4, activation: .softmax)
    },
    Case("batch-wide dense layer", [10, 10, 2], batchSize: 18) {
      Conv2D(8, kernelSize: 3, padding: .same, activation: .swish)
      Flatten()
      Dense(170, activation: .tanh)
      Dense(3, activation: .softmax)
    },
    Case("several shards in a lane", [64, 60, 1], batchSize: 9) {
      Conv2D(32, kernelSize: 3, padding: .same, activation: .tanh)
      AveragePooling2D(poolSize: 4)
      Flatten()
      Dense(3, activation: .softmax)
    },
  ]

  /// The weights after one step of plain gradient descent at η = 1: the weights less their gradient.
  private func step(_ problem: Problem, lanes: Int, source: ArraySource? = nil) throws -> [Float] {
    let source = source ?? problem.source
    let engine = try TrainingEngine(
      model: problem.model, parameters: problem.parameters.copy(), batchSize: source.sampleCount,
      laneCount: lanes, optimizer: SGD(learningRate: 1), seed: 0, kernels: InstructionSet.best.kernels,
      executor: SerialExecutor())
    _ = engine.train(source, step: 0)
    return Array(UnsafeBufferPointer(start: engine.parameters.values, count: engine.parameters.layout.count))
  }

  /// The weights move by sums of up to some ten thousand products, grouped differently and each rounded to 2^-24: they
  /// agree to 1e-5 of the largest of their tensor.
  private func expectEqual(_ found: [Float], _ expected: [Float], _ problem: Problem, _ comment: String) {
    for entry in problem.model.parameterLayout.entries {
      let largest = expected[entry.range].map(abs).max() ?? 0
      let deviation = entry.range.map { abs(found[$0] - expected[$0]) }.max() ?? 0
      let moved = entry.range.map { abs(problem.parameters.values[$0] - expected[$0]) }.max() ?? 0
      #expect(moved > 0, "\(entry.name) was trained")
      #expect(deviation <= 1e-5 * largest, "\(entry.name), \(comment)")
    }
  }

  @Test(arguments: cases)
  func lanesAreOneLane(_ example: Case) throws {
    let problem = Problem(example.model, batchSize: example.batchSize)
    let whole = try step(problem, lanes: 1)
    for lanes in [2, 3, 8, 16] {
      expectEqual(try step(problem, lanes: lanes), whole, problem, "\(lanes) lanes")
    }
  }

  @Test(arguments: cases)
  func theStepOfABatchIsTheMeanOfItsSamples(_ example: Case) throws {
    let problem = Problem(example.model, batchSize: example.batchSize)
    var mean = [Double](repeating: 0, count: problem.model.parameterLayout.count)
    for sample in 0..<example.batchSize {
      let one = try step(problem, lanes: 1, source: problem.source.sample(sample))
      for index in mean.indices { mean[index] += Double(one[index]) / Double(example.batchSize) }
    }
    expectEqual(mean.map(Float.init), try step(problem, lanes: 8), problem, "sample by sample")
  }

  @Test func thePlansAreWhatTheirNamesSay() throws {
    let plans = try Self.cases.map {
      try NetworkPlan(model: $0.model, batchSize: $0.batchSize, laneCount: 1, seed: 0)
    }
    #expect(plans[0].memory.shardSize == Self.cases[0].batchSize)
    #expect(plans[1].segments.count == 3)
    #expect(plans[2].memory.shardSize < Self.cases[2].batchSize)
  }
}

extension ArraySource {
  /// One sample by itself.
  fileprivate func sample(_ index: Int) -> ArraySource {
    func row(_ tensor: Tensor<Float>) -> Tensor<Float> {
      let count = tensor.shape.count / sampleCount
      return Tensor(
        shape: Shape([1] + tensor.shape.dimensions.dropFirst()),
        scalars: Array(tensor.scalars[index * count..<(index + 1) * count]))
    }
    return ArraySource(samples: row(samples), targets: row(targets), weights: [weights[index]])
  }
}
