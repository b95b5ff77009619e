import LinearAlgebra

/// The inputs side by side along the last axis: y[n, ..., C₀ + ... + Cₖ₋₁ + c] = xₖ[n, ..., c].
///
/// - Shapes: inputs (N, ..., C₀), (N, ..., C₁), ...; output (N, ..., C₀ + C₁ + ...).
public struct Concatenate: MergingLayer {
  /// The name of Keras' class.
  public static let className = "Concatenate"

  /// The layer's name in its model.
  public var name: String
  /// The axis to join, the last one: −1, or its number where the batch's axis is 0.
  public let axis: Int

  /// Creates the layer; the default is Keras'.
  public init(axis: Int = -1, name: String? = nil) {
    self.axis = axis
    self.name = name ?? ""
  }

  /// The inputs' shape with the sum of their last sizes.
  public func outputShape(forInputs inputs: [Shape]) throws(ModelError) -> Shape {
    try requireSeveral(inputs)
    let first = inputs[0]
    try requireLastAxis(axis, of: first)
    for input in inputs where input.dimensions.dropLast() != first.dimensions.dropLast() {
      throw cannotTake(
        input, because: "another of its inputs has the shape \(first); let them differ in the last size alone"
      )
    }
    // An input has at most 2^31 elements, so the sum is one that an `Int` holds.
    return Shape(first.dimensions.dropLast() + [inputs.reduce(0) { $0 + $1[-1] }])
  }
}

extension Concatenate {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] { [("axis", .integer(axis))] }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(axis: try configuration.axis("axis"), name: configuration.name)
  }
}
