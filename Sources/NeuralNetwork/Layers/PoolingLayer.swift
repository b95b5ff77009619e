import LinearAlgebra

/// The window of a pooling layer: its size, its strides, its padding.
public struct PoolingWindow: Hashable, Sendable {
  /// The window's height and width.
  public let poolSize: Size2
  /// The distance between neighbouring windows.
  public let strides: Size2
  /// How the window meets the borders; pixels outside never count.
  public let padding: Padding

  /// Describes a window; strides of nil are the pool size, as in Keras.
  public init(poolSize: Size2 = 2, strides: Size2? = nil, padding: Padding = .valid) {
    self.poolSize = poolSize
    self.strides = strides ?? poolSize
    self.padding = padding
  }
}

/// A layer that makes one number of each window of each channel.
///
/// - Shapes: input (N, H, W, C), output (N, H', W', C).
public protocol PoolingLayer: Layer {
  /// The window.
  var window: PoolingWindow { get }

  /// Creates the layer from its window and its name.
  init(window: PoolingWindow, name: String?)
}

extension PoolingLayer {
  /// Creates a pooling layer; arguments and defaults are Keras'.
  ///
  /// - Parameters:
  ///   - poolSize: The window's height and width.
  ///   - strides: The distance between neighbouring windows; nil is the pool size.
  ///   - padding: How the window meets the borders.
  ///   - name: The layer's name, or nil for the next of `max_pooling2d`, `max_pooling2d_1`, ...
  public init(poolSize: Size2 = 2, strides: Size2? = nil, padding: Padding = .valid, name: String? = nil) {
    self.init(window: PoolingWindow(poolSize: poolSize, strides: strides, padding: padding), name: name)
  }

  /// The window's arithmetic for an input of shape (height, width, channels).
  public func window(for input: Shape) -> WindowShape {
    WindowShape(
      height: input[0], width: input[1], kernel: window.poolSize.pair, strides: window.strides.pair,
      padding: window.padding)
  }

  /// (H', W', C).
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    let channels = try imageShape(input).channels
    let window = window(for: input)
    try requireWindow(window, named: "window", in: input)
    return [window.vertical.output, window.horizontal.output, channels]
  }

  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("pool_size", window.poolSize.json), ("padding", .string(window.padding.rawValue)),
      ("strides", window.strides.json), ("data_format", "channels_last"),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    let poolSize = try configuration.size("pool_size", default: 2)
    self.init(
      poolSize: poolSize, strides: try configuration.size("strides", default: poolSize),
      padding: try configuration.padding("padding"), name: configuration.name)
  }
}
