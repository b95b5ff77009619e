import LinearAlgebra

/// A 2-D convolution of each channel alone:
/// y[n, i, j, c·M + m] = g(Σ x[n, i·s + p·d, j·s + q·d, c] · w[p, q, c, m] + b[c·M + m]).
///
/// - Shapes: input (N, H, W, C), kernel (KH, KW, C, M), bias (C · M,), output (N, H', W', C · M).
public struct DepthwiseConv2D: ConvolutionLayer {
  /// The name of Keras' class.
  public static let className = "DepthwiseConv2D"

  /// The layer's name in its model.
  public var name: String
  /// The window's height and width.
  public let kernelSize: Size2
  /// The distance between neighbouring windows, s.
  public let strides: Size2
  /// How the window meets the borders.
  public let padding: Padding
  /// The number of output channels that each input channel makes, M.
  public let depthMultiplier: Int
  /// The distance between neighbouring taps, d.
  public let dilationRate: Size2
  /// The function g that follows.
  public let activation: ActivationFunction
  /// Whether there is a bias b.
  public let useBias: Bool
  /// How the kernel starts.
  public let depthwiseInitializer: Initializer
  /// How the bias starts.
  public let biasInitializer: Initializer

  /// Creates a depthwise convolution; arguments and defaults are Keras'.
  public init(
    kernelSize: Size2, strides: Size2 = 1, padding: Padding = .valid, depthMultiplier: Int = 1,
    dilationRate: Size2 = 1, activation: ActivationFunction = .linear, useBias: Bool = true,
    depthwiseInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    name: String? = nil
  ) {
    precondition(depthMultiplier > 0, "A depth multiplier is at least 1, not \(depthMultiplier)")
    self.kernelSize = kernelSize
    self.strides = strides
    self.padding = padding
    self.depthMultiplier = depthMultiplier
    self.dilationRate = dilationRate
    self.activation = activation
    self.useBias = useBias
    self.depthwiseInitializer = depthwiseInitializer
    self.biasInitializer = biasInitializer
    self.name = name ?? ""
  }

  /// (H', W', C · M).
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    let channels = try imageShape(input).channels
    return try outputShape(for: input, channels: channels * depthMultiplier)
  }

  /// The kernel and the bias.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    let kernel = ParameterDescription(
      suffix: "kernel", shape: [kernelSize.height, kernelSize.width, input[2], depthMultiplier],
      initializer: depthwiseInitializer)
    let bias = ParameterDescription.bias(count: input[2] * depthMultiplier, initializer: biasInitializer)
    return useBias ? [kernel, bias] : [kernel]
  }
}

extension DepthwiseConv2D {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("depth_multiplier", .integer(depthMultiplier)), ("kernel_size", kernelSize.json),
      ("strides", strides.json), ("padding", .string(padding.rawValue)), ("data_format", "channels_last"),
      ("dilation_rate", dilationRate.json), ("activation", activation.json), ("use_bias", .boolean(useBias)),
      ("depthwise_initializer", depthwiseInitializer.json), ("bias_initializer", biasInitializer.json),
      ("depthwise_regularizer", nil), ("bias_regularizer", nil), ("activity_regularizer", nil),
      ("depthwise_constraint", nil), ("bias_constraint", nil),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    // Keras 2 writes the groups of the convolution that this class is made from.
    try configuration.require("groups", is: 1)
    self.init(
      kernelSize: try configuration.size("kernel_size"),
      strides: try configuration.size("strides", default: 1),
      padding: try configuration.padding("padding"),
      depthMultiplier: try configuration.integer(
        "depth_multiplier", in: 1...LayerConfiguration.largestSize, default: 1),
      dilationRate: try configuration.size("dilation_rate", default: 1),
      activation: try configuration.activation("activation"),
      useBias: try configuration.boolean("use_bias", default: true),
      depthwiseInitializer: try configuration.initializer("depthwise_initializer", default: .glorotUniform),
      biasInitializer: try configuration.initializer("bias_initializer", default: .zeros),
      name: configuration.name)
  }
}
