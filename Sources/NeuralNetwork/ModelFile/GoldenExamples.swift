import LinearAlgebra
import Parallelism

/// Inputs of a model and what it made of them when it was saved: whoever reads the file can see whether it still does.
///
/// - Shapes: inputs (N, ...), as the network sees them; outputs (N, K).
public struct GoldenExamples: Equatable, Sendable {
  /// The samples that a model is saved with.
  public static let count = 2
  /// The names of the tensors in the file.
  static let names = (inputs: "golden/inputs", outputs: "golden/outputs")

  /// The values that go in.
  public let inputs: Tensor<Float>
  /// The probabilities that come out.
  public let outputs: Tensor<Float>

  /// Puts inputs and outputs together.
  ///
  /// - Precondition: There are as many of both.
  public init(inputs: Tensor<Float>, outputs: Tensor<Float>) {
    precondition(
      inputs.shape.rank > 0 && outputs.shape.rank > 0 && inputs.shape[0] == outputs.shape[0],
      "\(inputs.shape) inputs for \(outputs.shape) outputs")
    self.inputs = inputs
    self.outputs = outputs
  }

  /// Noise for a model: uniform in [0, 1), the same for every model whose samples have the shape.
  public static func inputs(for shape: Shape) -> Tensor<Float> {
    let numbers = RandomNumbers(seed: 0, purpose: .golden)
    let scalars = (0..<count).flatMap { sample in
      var sequence = numbers.sequence(UInt32(sample), 0)
      return (0..<shape.count).map { _ in sequence.nextUniform() }
    }
    return Tensor(shape: Shape([count] + shape.dimensions), scalars: scalars)
  }

  /// The greatest difference between the outputs and others; NaN where one of them is none but not both.
  public func difference(from others: [Float]) -> Float {
    precondition(others.count == outputs.scalars.count, "As many outputs as there are")
    var greatest: Float = 0
    for (a, b) in zip(outputs.scalars, others) where a.bitPattern != b.bitPattern {
      let difference = abs(a - b)
      guard difference.isFinite else { return .nan }
      greatest = max(greatest, difference)
    }
    return greatest
  }

  /// Whether others are these outputs bit for bit.
  public func isEqual(to others: [Float]) -> Bool {
    outputs.scalars.map(\.bitPattern) == others.map(\.bitPattern)
  }
}
