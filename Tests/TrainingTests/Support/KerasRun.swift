import Foundation
import LinearAlgebra
import NeuralNetwork
import TestSupport
import Testing
import Training

/// A network of `Scripts/reference/workloads.json`, in words of this package.
enum ReferenceWorkload: String, Sendable, Codable, CaseIterable {
  case shapes, lecture, mnist, lenet, simple

  func model() throws -> Sequential {
    switch self {
    case .shapes:
      try Sequential(input: [24, 24, 3]) {
        Conv2D(32, kernelSize: 3, activation: .relu)
        Conv2D(64, kernelSize: 3, activation: .relu)
        MaxPooling2D(poolSize: 2)
        Flatten()
        Dense(128, activation: .relu)
        Dense(3, activation: .softmax)
      }
    case .lecture:
      try Sequential(input: [150, 150, 3]) {
        Conv2D(32, kernelSize: 3, padding: .same)
        MaxPooling2D(poolSize: 2)
        Conv2D(32, kernelSize: 4)
        MaxPooling2D(poolSize: 2)
        Flatten()
        Dense(256, activation: .relu)
        Dense(5, activation: .softmax)
      }
    case .mnist:
      try Sequential(input: [28, 28, 1]) {
        Conv2D(32, kernelSize: 3, activation: .relu)
        MaxPooling2D(poolSize: 2)
        Conv2D(64, kernelSize: 3, activation: .relu)
        MaxPooling2D(poolSize: 2)
        Conv2D(64, kernelSize: 3, activation: .relu)
        MaxPooling2D(poolSize: 2)
        Flatten()
        Dense(64, activation: .relu)
        Dense(10, activation: .softmax)
      }
    case .lenet:
      try Sequential(input: [32, 32, 3]) {
        Conv2D(6, kernelSize: 5, activation: .swish)
        MaxPooling2D(poolSize: 2)
        Conv2D(16, kernelSize: 5, activation: .swish)
        MaxPooling2D(poolSize: 2)
        Flatten()
        Dense(120, activation: .swish)
        Dense(84, activation: .swish)
        Dense(10, activation: .softmax)
      }
    case .simple:
      try Sequential(input: [28, 28, 1]) {
        Conv2D(30, kernelSize: 5, activation: .relu)
        MaxPooling2D(poolSize: 2)
        Flatten()
        Dense(100, activation: .relu)
        Dense(10, activation: .softmax)
      }
    }
  }
}

/// Ten Adam steps of one workload, as Keras did them: one entry of `keras-losses.json`.
struct KerasRun: Sendable, Codable, CustomTestStringConvertible {
  let workload: ReferenceWorkload
  let batchSize: Int
  let initialWeightsSHA256: String
  let firstImagesSHA256: String
  let firstLabels: [Int]
  let losses: [Double]
  let relativeTolerances: [Double]

  var testDescription: String { "\(workload.rawValue), batch \(batchSize)" }

  private struct File: Codable {
    let seed: Int
    let runs: [KerasRun]
  }

  /// All runs of the file; none where it cannot be read, which a test of its own finds.
  static let all: [KerasRun] = {
    guard let url = Bundle.module.url(forResource: "keras-losses", withExtension: "json"),
      let data = try? Data(contentsOf: url), let file = try? JSONDecoder().decode(File.self, from: data),
      file.seed == 2026
    else { return [] }
    return file.runs
  }()

  /// The initial weights: tensor number i of `get_weights()` from stream 0, with the limit that its fans give.
  func parameters(of model: Sequential) -> Parameters {
    let parameters = Parameters(layout: model.parameterLayout)
    for (number, entry) in model.parameterLayout.entries.enumerated() {
      var limit: Float = 0.05
      if entry.shape.rank > 1 {
        let field = entry.shape.dimensions.dropLast(2).reduce(1, *)
        limit = Float((6 / Double(field * (entry.shape[-2] + entry.shape[-1]))).squareRoot())
      }
      let values = ReferenceNumbers(stream: 0, UInt32(number)).weights(entry.count, limit: limit)
      _ = parameters.buffer(of: entry).update(fromContentsOf: values)
    }
    return parameters
  }

  /// The batch of a step.
  func batch(_ step: Int, of model: Sequential) -> ArraySource {
    let shape = Shape([batchSize] + model.inputShape.dimensions)
    let labels = ReferenceNumbers(stream: 2, UInt32(step)).words(batchSize).map {
      Int($0) % model.classCount
    }
    return ArraySource(
      samples: Tensor(shape: shape, scalars: ReferenceNumbers(stream: 1, UInt32(step)).uniforms(shape.count)),
      labels: labels, classCount: model.classCount)
  }
}
