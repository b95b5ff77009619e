import LinearAlgebra

/// An activation function as a layer of its own: y = g(x).
public struct Activation: Layer {
  /// The name of Keras' class.
  public static let className = "Activation"

  /// The layer's name in its model.
  public var name: String
  /// The function g.
  public let activation: ActivationFunction

  /// Creates the layer.
  public init(_ activation: ActivationFunction, name: String? = nil) {
    self.activation = activation
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    guard activation != .softmax || input.rank >= 1 else {
      throw cannotTake(input, because: "softmax expects at least one axis")
    }
    return input
  }
}

extension Activation {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] { [("activation", activation.json)] }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(try configuration.activation("activation"), name: configuration.name)
  }
}
