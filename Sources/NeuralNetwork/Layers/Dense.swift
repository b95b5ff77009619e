import LinearAlgebra

/// A densely connected layer: y = g(x · W + b).
///
/// - Shapes: input (N, ..., K), kernel (K, U), bias (U,), output (N, ..., U); as in Keras the product runs over the
///   last axis.
public struct Dense: Layer {
  /// The name of Keras' class.
  public static let className = "Dense"

  /// The layer's name in its model.
  public var name: String
  /// The number of outputs, U.
  public let units: Int
  /// The function g that follows.
  public let activation: ActivationFunction
  /// Whether there is a bias b.
  public let useBias: Bool
  /// How the kernel starts.
  public let kernelInitializer: Initializer
  /// How the bias starts.
  public let biasInitializer: Initializer

  /// Creates a dense layer; arguments and defaults are Keras'.
  public init(
    _ units: Int, activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    name: String? = nil
  ) {
    precondition(units > 0, "A dense layer has at least 1 unit, not \(units)")
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    self.name = name ?? ""
  }

  /// The input with U in place of its last size.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    guard input.rank >= 1 else {
      throw cannotTake(input, because: "it expects at least one axis")
    }
    return Shape(input.dimensions.dropLast() + [units])
  }

  /// The kernel and the bias.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    let kernel = ParameterDescription(
      suffix: "kernel", shape: [input[-1], units], initializer: kernelInitializer, fanIn: input[-1],
      fanOut: units)
    return useBias ? [kernel, .bias(count: units, initializer: biasInitializer)] : [kernel]
  }
}

extension Dense {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("units", .integer(units)), ("activation", activation.json), ("use_bias", .boolean(useBias)),
      ("kernel_initializer", kernelInitializer.json), ("bias_initializer", biasInitializer.json),
      ("kernel_regularizer", nil), ("bias_regularizer", nil), ("kernel_constraint", nil),
      ("bias_constraint", nil), ("quantization_config", nil),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(
      try configuration.integer("units", in: 1...LayerConfiguration.largestSize),
      activation: try configuration.activation("activation"),
      useBias: try configuration.boolean("use_bias", default: true),
      kernelInitializer: try configuration.initializer("kernel_initializer", default: .glorotUniform),
      biasInitializer: try configuration.initializer("bias_initializer", default: .zeros),
      name: configuration.name)
  }
}
