import LinearAlgebra

/// A 2-D convolution: y[n, i, j, f] = g(Σ x[n, i·s + p·d, j·s + q·d, c] · w[p, q, c, f] + b[f]).
///
/// - Shapes: input (N, H, W, C), kernel (KH, KW, C, F), bias (F,), output (N, H', W', F).
public struct Conv2D: Layer {
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
    dilationRate: Size2 = 1, activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    name: String? = nil
  ) {
    precondition(filters > 0, "A convolution has at least 1 filter, not \(filters)")
    self.filters = filters
    self.kernelSize = kernelSize
    self.strides = strides
    self.padding = padding
    self.dilationRate = dilationRate
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    self.name = name ?? ""
  }

  /// The window's arithmetic for an input of shape (height, width, channels).
  public func window(for input: Shape) -> WindowShape {
    WindowShape(
      height: input[0], width: input[1], kernel: kernelSize.pair, strides: strides.pair,
      dilation: dilationRate.pair, padding: padding)
  }

  /// (H', W', F).
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    _ = try imageShape(input)
    guard strides == 1 || dilationRate == 1 else {
      throw cannotTake(
        input,
        because: "strides of \(strides) and a dilation of \(dilationRate) exclude one another, as in Keras")
    }
    let window = window(for: input)
    try requireWindow(window, named: "kernel", in: input)
    return [window.vertical.output, window.horizontal.output, filters]
  }

  /// The kernel and the bias.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    let taps = kernelSize.height * kernelSize.width
    let kernel = ParameterDescription(
      suffix: "kernel", shape: [kernelSize.height, kernelSize.width, input[2], filters],
      initializer: kernelInitializer, fanIn: taps * input[2], fanOut: taps * filters)
    return useBias ? [kernel, .bias(count: filters, initializer: biasInitializer)] : [kernel]
  }
}

extension Conv2D {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("filters", .integer(filters)), ("kernel_size", kernelSize.json), ("strides", strides.json),
      ("padding", .string(padding.rawValue)), ("data_format", "channels_last"),
      ("dilation_rate", dilationRate.json), ("groups", 1), ("activation", activation.json),
      ("use_bias", .boolean(useBias)), ("kernel_initializer", kernelInitializer.json),
      ("bias_initializer", biasInitializer.json), ("kernel_regularizer", nil), ("bias_regularizer", nil),
      ("activity_regularizer", nil), ("kernel_constraint", nil), ("bias_constraint", nil),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    try configuration.require("groups", is: 1)
    self.init(
      try configuration.integer("filters", in: 1...LayerConfiguration.largestSize),
      kernelSize: try configuration.size("kernel_size"),
      strides: try configuration.size("strides", default: 1),
      padding: try configuration.padding("padding"),
      dilationRate: try configuration.size("dilation_rate", default: 1),
      activation: try configuration.activation("activation"),
      useBias: try configuration.boolean("use_bias", default: true),
      kernelInitializer: try configuration.initializer("kernel_initializer", default: .glorotUniform),
      biasInitializer: try configuration.initializer("bias_initializer", default: .zeros),
      name: configuration.name)
  }
}
