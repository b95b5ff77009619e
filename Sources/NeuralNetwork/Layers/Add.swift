import LinearAlgebra

/// The sum of the inputs, element by element: y = x₀ + x₁ + ...
///
/// - Shapes: inputs and output (N, ...), all the same.
public struct Add: MergingLayer {
  /// The name of Keras' class.
  public static let className = "Add"

  /// The layer's name in its model.
  public var name: String

  /// Creates the layer.
  public init(name: String? = nil) {
    self.name = name ?? ""
  }

  /// The inputs' shape.
  public func outputShape(forInputs inputs: [Shape]) throws(ModelError) -> Shape {
    try requireSeveral(inputs)
    for input in inputs where input != inputs[0] {
      throw cannotTake(
        input, because: "another of its inputs has the shape \(inputs[0]); let them be the same")
    }
    return inputs[0]
  }
}

extension Add {
  /// No arguments.
  public var configuration: [JSON.Member] { [] }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(name: configuration.name)
  }
}
