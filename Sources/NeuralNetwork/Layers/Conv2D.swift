import LinearAlgebra

/// A 2-D convolution: y[n, i, j, f] = g(Σ x[n, i·s + p·d, j·s + q·d, c] · w[p, q, c, f] + b[f]).
///
/// With G groups, the channels and the filters are cut into G equal parts, and each part of the filters sees its part
/// of the channels alone.
///
/// - Shapes: input (N, H, W, C), kernel (KH, KW, C / G, F), bias (F,), output (N, H', W', F).
public struct Conv2D: ConvolutionLayer {
  /// The name of Keras' class.
  public static let className = "Conv2D"

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
  /// The number of groups, G.
  public let groups: Int
  /// The function g that follows.
  public let activation: ActivationFunction
  /// Whether there is a bias b.
  public let useBias: Bool
  /// How the kernel starts.
  public let kernelInitializer: Initializer
  /// How the bias starts.
  public let biasInitializer: Initializer

  /// Creates a convolution; arguments and defaults are Keras'.
  public init(
    _ filters: Int, kernelSize: Size2, strides: Size2 = 1, padding: Padding = .valid,
    dilationRate: Size2 = 1, groups: Int = 1, activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    name: String? = nil
  ) {
    precondition(filters > 0, "A convolution has at least 1 filter, not \(filters)")
    precondition(
      groups > 0 && filters % groups == 0, "\(filters) filters cannot be cut into \(groups) equal groups")
    self.filters = filters
    self.kernelSize = kernelSize
    self.strides = strides
    self.padding = padding
    self.dilationRate = dilationRate
    self.groups = groups
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    self.name = name ?? ""
  }

  /// (H', W', F).
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    let channels = try imageShape(input).channels
    guard channels % groups == 0 else {
      throw cannotTake(input, because: "\(channels) channels cannot be cut into \(groups) equal groups")
    }
    return try outputShape(for: input, channels: filters)
  }

  /// The kernel and the bias.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    let kernel = ParameterDescription(
      suffix: "kernel", shape: [kernelSize.height, kernelSize.width, input[2] / groups, filters],
      initializer: kernelInitializer)
    return useBias ? [kernel, .bias(count: filters, initializer: biasInitializer)] : [kernel]
  }
}

extension Conv2D {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("filters", .integer(filters)), ("kernel_size", kernelSize.json), ("strides", strides.json),
      ("padding", .string(padding.rawValue)), ("data_format", "channels_last"),
      ("dilation_rate", dilationRate.json), ("groups", .integer(groups)), ("activation", activation.json),
      ("use_bias", .boolean(useBias)), ("kernel_initializer", kernelInitializer.json),
      ("bias_initializer", biasInitializer.json), ("kernel_regularizer", nil), ("bias_regularizer", nil),
      ("activity_regularizer", nil), ("kernel_constraint", nil), ("bias_constraint", nil),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    let filters = try configuration.integer("filters", in: 1...LayerConfiguration.largestSize)
    self.init(
      filters,
      kernelSize: try configuration.size("kernel_size"),
      strides: try configuration.size("strides", default: 1),
      padding: try configuration.padding("padding"),
      dilationRate: try configuration.size("dilation_rate", default: 1),
      groups: try configuration.divisor("groups", of: filters),
      activation: try configuration.activation("activation"),
      useBias: try configuration.boolean("use_bias", default: true),
      kernelInitializer: try configuration.initializer("kernel_initializer", default: .glorotUniform),
      biasInitializer: try configuration.initializer("bias_initializer", default: .zeros),
      name: configuration.name)
  }
}
