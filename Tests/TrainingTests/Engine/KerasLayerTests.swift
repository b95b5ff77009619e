import Foundation
import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// Every layer and option, and networks with branches, in the engine against Keras: `Scripts/reference/layers.py` made the
/// tables.
@Suite struct KerasLayerTests {
  /// A small model with a layer in its midst, a batch, and what Keras made of them.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let model: Sequential
    let weights: Parameters
    let trained: Parameters
    let source: ArraySource
    let probabilities: [Double]
    let loss: Double
    /// The parameters in Keras' order.
    let entries: [ParameterEntry]
    /// Of the trainable parameters, in that order.
    let gradients: [[Double]]
    /// The moving statistics after the first step, in that order.
    let statistics: [[Double]]
    var testDescription: String { name }

    init(_ json: JSON) throws {
      func row(_ json: JSON?) throws -> [Double] { try #require(json?.elements).compactMap(\.realNumber) }
      func rows(_ field: String) throws -> [[Double]] {
        try #require(json[field]?.elements).map { try row($0) }
      }
      name = try #require(json["name"]?.text)
      let model = try Sequential(kerasJSON: try #require(json["model"]).description)
      self.model = model
      let names = try #require(json["names"]?.elements).compactMap(\.text)
      let entries = try names.map { try #require(model.parameterLayout[$0]) }
      self.entries = entries
      try #require(entries.count == model.parameterLayout.entries.count)
      func parameters(_ field: String) throws -> Parameters {
        let parameters = Parameters(layout: model.parameterLayout)
        for (entry, values) in zip(entries, try rows(field)) {
          parameters[entry.name] = Tensor(shape: entry.shape, scalars: values.map(Float.init))
        }
        return parameters
      }
      weights = try parameters("weights")
      trained = try parameters("trained")
      let labels = try row(json["labels"]).map { Int($0) }
      source = ArraySource(
        samples: Tensor(
          shape: Shape([labels.count] + model.inputShape.dimensions),
          scalars: try row(json["inputs"]).map(Float.init)), labels: labels, classCount: model.classCount)
      probabilities = try row(json["probabilities"])
      loss = try #require(json["loss"]?.realNumber)
      gradients = try rows("gradients")
      statistics = try rows("statistics")
    }
  }

  static let cases: [Case] = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return ["layers.json", "branches.json"].flatMap { file in
      do {
        let path = tests.appendingPathComponent("NeuralNetworkTests/Golden/\(file)")
        return try (JSON(parsing: Array(Data(contentsOf: path))).elements ?? []).map(Case.init)
      } catch {
        fatalError("\(file): \(error)")
      }
    }
  }()

  /// The largest difference beside the largest number.
  ///
  /// - Parameter least: What the largest number is taken for where it is less.
  private func difference(
    _ found: some Collection<Float>, _ expected: [Double], least: Double = 1e-3
  ) -> Double {
    let scale = expected.reduce(least) { max($0, abs($1)) }
    return zip(found, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1) / scale) }
  }

  private func engine(
    _ example: Case, _ optimizer: any Optimizer, _ set: InstructionSet, shardSize: Int? = nil,
    mostWeights: Int? = nil
  ) throws -> TrainingEngine {
    try TrainingEngine(
      model: example.model, parameters: example.weights.copy(), batchSize: example.source.sampleCount,
      laneCount: 2, optimizer: optimizer, seed: 0, kernels: set.kernels, executor: SerialExecutor(),
      shardSize: shardSize, mostWeights: mostWeights)
  }

  /// In one shard a lane, in shards of one sample, which use the same workspace one after another, and cut into segments at
  /// every kernel.
  @Test(arguments: cases, InstructionSet.available)
  func oneStep(_ example: Case, _ set: InstructionSet) throws {
    for (shardSize, mostWeights) in [(nil, nil), (1, nil), (nil, 0)] as [(Int?, Int?)] {
      try expectKerasStep(
        example, engine(example, GradientRecorder(), set, shardSize: shardSize, mostWeights: mostWeights))
    }
  }

  private func expectKerasStep(_ example: Case, _ engine: TrainingEngine) throws {
    let count = example.source.sampleCount
    let terms = engine.train(example.source, step: 0)
    #expect(abs(terms.loss / Double(count) - example.loss) < 1e-4 * max(1, example.loss))
    let classes = example.model.classCount
    let found = (0..<count).flatMap { sample in (0..<classes).map { engine.probabilities(of: sample)[$0] } }
    #expect(difference(found, example.probabilities) < 1e-4)
    let entries = example.entries
    // A network that is sure of its images has gradients p − t whose digits are lost in Float: they count beside others.
    let largest = example.gradients.flatMap { $0 }.reduce(0) { max($0, abs($1)) }
    for (entry, expected) in zip(entries.filter(\.description.isTrainable), example.gradients) {
      let found = engine.parameters.buffer(of: entry)
      #expect(difference(found, expected, least: 1e-3 * max(1, largest)) < 1e-4, "\(entry.name)")
    }
    for (entry, expected) in zip(entries.filter { !$0.description.isTrainable }, example.statistics) {
      #expect(difference(engine.parameters.buffer(of: entry), expected) < 1e-4, "\(entry.name)")
    }
  }

  @Test(arguments: cases)
  func tenStepsOfAdam(_ example: Case) throws {
    let engine = try engine(example, Adam(), .best)
    for step in 0..<10 { _ = engine.train(example.source, step: step) }
    for entry in example.model.parameterLayout.entries {
      let expected = example.trained.buffer(of: entry).map(Double.init)
      #expect(difference(engine.parameters.buffer(of: entry), expected) < 1e-4, "\(entry.name)")
    }
  }
}
