import LinearAlgebra

/// Each pixel's channels, damped by their neighbours: y[..., c] = x[..., c] / (k + α Σ x[..., c′]²)^β, the sum over
/// |c′ − c| ≤ r inside of the channels.
///
/// AlexNet has it. The definition and the defaults are those of `tf.nn.local_response_normalization`: α counts each
/// square, while PyTorch divides its own by the size of the window.
///
/// - Shapes: input and output (N, H, W, C).
/// - Source: Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.
public struct LocalResponseNormalization: Layer {
  /// The name of the class in the JSON.
  public static let className = "LocalResponseNormalization"

  /// Keras has no such layer: the class is written as a registered one of this package.
  public static let registeredName: String? = "train_parallel>LocalResponseNormalization"

  /// Keras notes its input.
  public static let isBuiltFromInput = true

  /// The layer's name in its model.
  public var name: String
  /// The number of neighbours to either side, r.
  public let depthRadius: Int
  /// What is added to the sum, k.
  public let bias: Double
  /// The factor of the sum, α.
  public let alpha: Double
  /// The exponent, β.
  public let beta: Double

  /// Creates the layer; arguments and defaults are TensorFlow's.
  public init(
    depthRadius: Int = 5, bias: Double = 1, alpha: Double = 1, beta: Double = 0.5, name: String? = nil
  ) {
    precondition(depthRadius >= 0, "A radius is at least 0, not \(depthRadius)")
    precondition(bias > 0 && alpha >= 0, "A bias is above 0, an alpha at least 0, not \(bias) and \(alpha)")
    self.depthRadius = depthRadius
    self.bias = bias
    self.alpha = alpha
    self.beta = beta
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    _ = try imageShape(input)
    return input
  }
}

extension LocalResponseNormalization {
  /// The arguments by TensorFlow's names.
  public var configuration: [JSON.Member] {
    [
      ("depth_radius", .integer(depthRadius)), ("bias", .number(bias)), ("alpha", .number(alpha)),
      ("beta", .number(beta)),
    ]
  }

  /// Creates the layer from the configuration that was written.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(
      depthRadius: try configuration.integer(
        "depth_radius", in: 0...LayerConfiguration.largestSize, default: 5),
      bias: try configuration.number("bias", in: 1e-30...1e30, default: 1),
      alpha: try configuration.number("alpha", in: 0...1e30, default: 1),
      beta: try configuration.number("beta", in: -1e30...1e30, default: 0.5),
      name: configuration.name)
  }
}
