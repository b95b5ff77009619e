import LinearAlgebra

/// A depthwise convolution, then a mix of its channels at each pixel: y = g(depthwise(x) · P + b), with
/// depthwise(x)[n, i, j, c·M + m] = Σ x[n, i·s + p·d, j·s + q·d, c] · D[p, q, c, m].
///
/// - Shapes: input (N, H, W, C), depthwise kernel D (KH, KW, C, M), pointwise kernel P (1, 1, C · M, F), bias (F,),
///   output (N, H', W', F).
public struct SeparableConv2D: ConvolutionLayer {
  /// The name of Keras' class.
  public static let className = "SeparableConv2D"

  /// The layer's name in its model.
  public var name: String
  /// The number of output channels, F.
  public let filters: Int
  /// The window's height and width.
  public let kernelSize: Size2
  /// The distance between neighbouring windows, s.
  public let strides: Size2
  /// How the window meets the borders.
  public let padding: Padding
  /// The distance between neighbouring taps, d.
  public let dilationRate: Size2
  /// The number of channels between the two that each input channel makes, M.
  public let depthMultiplier: Int
  /// The function g that follows.
  public let activation: ActivationFunction
  /// Whether there is a bias b.
  public let useBias: Bool
  /// How the depthwise kernel starts.
  public let depthwiseInitializer: Initializer
  /// How the pointwise kernel starts.
  public let pointwiseInitializer: Initializer
  /// How the bias starts.
  public let biasInitializer: Initializer

  /// Creates a separable convolution; arguments and defaults are Keras'.
  public init(
    _ filters: Int, kernelSize: Size2, strides: Size2 = 1, padding: Padding = .valid, dilationRate: Size2 = 1,
    depthMultiplier: Int = 1, activation: ActivationFunction = .linear, useBias: Bool = true,
    depthwiseInitializer: Initializer = .glorotUniform, pointwiseInitializer: Initializer = .glorotUniform,
    biasInitializer: Initializer = .zeros, name: String? = nil
  ) {
    precondition(filters > 0, "A convolution has at least 1 filter, not \(filters)")
    precondition(depthMultiplier > 0, "A depth multiplier is at least 1, not \(depthMultiplier)")
    self.filters = filters
    self.kernelSize = kernelSize
    self.strides = strides
    self.padding = padding
    self.dilationRate = dilationRate
    self.depthMultiplier = depthMultiplier
    self.activation = activation
    self.useBias = useBias
    self.depthwiseInitializer = depthwiseInitializer
    self.pointwiseInitializer = pointwiseInitializer
    self.biasInitializer = biasInitializer
    self.name = name ?? ""
  }

  /// (H', W', F).
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    try outputShape(for: input, channels: filters)
  }

  /// The depthwise kernel, the pointwise kernel and the bias.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    let depthwise = ParameterDescription(
      suffix: "depthwise_kernel", shape: [kernelSize.height, kernelSize.width, input[2], depthMultiplier],
      initializer: depthwiseInitializer)
    let pointwise = ParameterDescription(
      suffix: "pointwise_kernel", shape: [1, 1, input[2] * depthMultiplier, filters],
      initializer: pointwiseInitializer)
    let bias = ParameterDescription.bias(count: filters, initializer: biasInitializer)
    return useBias ? [depthwise, pointwise, bias] : [depthwise, pointwise]
  }
}

extension SeparableConv2D {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("depth_multiplier", .integer(depthMultiplier)), ("filters", .integer(filters)),
      ("kernel_size", kernelSize.json), ("strides", strides.json), ("padding", .string(padding.rawValue)),
      ("data_format", "channels_last"), ("dilation_rate", dilationRate.json), ("activation", activation.json),
      ("use_bias", .boolean(useBias)), ("depthwise_initializer", depthwiseInitializer.json),
      ("pointwise_initializer", pointwiseInitializer.json), ("bias_initializer", biasInitializer.json),
      ("depthwise_regularizer", nil), ("pointwise_regularizer", nil), ("bias_regularizer", nil),
      ("activity_regularizer", nil), ("depthwise_constraint", nil), ("pointwise_constraint", nil),
      ("bias_constraint", nil),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    // Keras 2 writes what the convolution has that this class is made from, and does not use it.
    try configuration.require("groups", is: 1)
    configuration.ignore("kernel_initializer")
    self.init(
      try configuration.integer("filters", in: 1...LayerConfiguration.largestSize),
      kernelSize: try configuration.size("kernel_size"),
      strides: try configuration.size("strides", default: 1),
      padding: try configuration.padding("padding"),
      dilationRate: try configuration.size("dilation_rate", default: 1),
      depthMultiplier: try configuration.integer(
        "depth_multiplier", in: 1...LayerConfiguration.largestSize, default: 1),
      activation: try configuration.activation("activation"),
      useBias: try configuration.boolean("use_bias", default: true),
      depthwiseInitializer: try configuration.initializer("depthwise_initializer", default: .glorotUniform),
      pointwiseInitializer: try configuration.initializer("pointwise_initializer", default: .glorotUniform),
      biasInitializer: try configuration.initializer("bias_initializer", default: .zeros),
      name: configuration.name)
  }
}
