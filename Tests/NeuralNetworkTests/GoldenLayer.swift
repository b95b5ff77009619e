import LinearAlgebra
import Testing

@testable import NeuralNetwork

/// One case of what Keras made of a layer: see `Scripts/reference/layers.py`.
///
/// A small model with the layer in its midst, a batch, what a training step computes, and where ten steps of Adam lead.
struct GoldenLayer: Sendable {
  /// What is tried.
  let name: String
  /// The model as `model.to_json()` describes it.
  let json: JSON
  let model: Sequential
  /// The first weights, in the places of the layout.
  let weights: [Double]
  let inputs: Tensor<Double>
  /// One-hot.
  let targets: Tensor<Double>
  /// What the model says of the inputs outside of training.
  let inference: [Double]
  /// What it says in the first training step.
  let probabilities: [Double]
  /// The mean loss of the first step.
  let loss: Double
  /// The gradients of the first step, in the places of the layout.
  let gradients: [Double]
  /// The moving statistics after the first step, one after the other.
  let statistics: [Double]
  /// The weights after ten steps of Adam on the batch, learning rate 0.001, in the places of the layout.
  let trained: [Double]

  /// Every layer and option, and networks with branches.
  static let all = cases(of: "layers.json") + cases(of: "branches.json")

  /// The cases of one file.
  static func cases(of file: String) -> [GoldenLayer] {
    do {
      return try (Golden.json(file).elements ?? []).map(GoldenLayer.init)
    } catch {
      fatalError("\(file): \(error)")
    }
  }

  private init(_ json: JSON) throws {
    func numbers(_ field: String) throws -> [[Double]] {
      try #require(json[field]?.elements).map { try #require($0.elements).compactMap(\.realNumber) }
    }
    func row(_ field: String) throws -> [Double] {
      try #require(json[field]?.elements).compactMap(\.realNumber)
    }
    name = try #require(json["name"]?.text)
    let names = try #require(json["names"]?.elements).compactMap(\.text)
    self.json = try #require(json["model"])
    let model = try Sequential(kerasJSON: self.json.description)
    /// Tensors of some of the parameters in their places, the gaps zero.
    func placed(_ tensors: [[Double]], _ entries: [ParameterEntry]) throws -> [Double] {
      try #require(tensors.map(\.count) == entries.map(\.count), "\(json["name"] ?? .null)")
      var values = [Double](repeating: 0, count: model.parameterLayout.count)
      for (entry, tensor) in zip(entries, tensors) { values.replaceSubrange(entry.range, with: tensor) }
      return values
    }
    let entries = try names.map { try #require(model.parameterLayout[$0]) }
    try #require(entries.count == model.parameterLayout.entries.count)
    weights = try placed(numbers("weights"), entries)
    trained = try placed(numbers("trained"), entries)
    gradients = try placed(numbers("gradients"), entries.filter(\.description.isTrainable))
    statistics = try numbers("statistics").flatMap { $0 }
    inference = try row("inference")
    probabilities = try row("probabilities")
    loss = try #require(json["loss"]?.realNumber)
    let labels = try row("labels").map { Int($0) }
    let scalars = try row("inputs")
    inputs = Tensor(shape: Shape([labels.count] + model.inputShape.dimensions), scalars: scalars)
    var targets = Tensor(repeating: 0.0, shape: [labels.count, model.classCount])
    for (sample, label) in labels.enumerated() { targets[sample, label] = 1 }
    self.targets = targets
    self.model = model
  }
}

extension GoldenLayer: CustomTestStringConvertible {
  var testDescription: String { name }
}

/// The largest difference of two lists, relative to the largest number of the expected one.
func relativeDifference(_ found: some Collection<Double>, _ expected: some Collection<Double>) -> Double {
  guard found.count == expected.count else { return .infinity }
  let scale = expected.reduce(1e-3) { max($0, abs($1)) }
  return zip(found, expected).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1) / scale
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}
