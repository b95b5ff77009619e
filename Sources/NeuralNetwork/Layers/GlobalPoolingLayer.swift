import LinearAlgebra

/// A layer that makes one number of each channel of an image.
///
/// - Shapes: input (N, H, W, C), output (N, C), or (N, 1, 1, C) where the axes are kept.
public protocol GlobalPoolingLayer: Layer {
  /// Whether the axes of height and width stay, with a size of 1.
  var keepdims: Bool { get }

  /// Creates the layer; arguments are Keras'.
  init(keepdims: Bool, name: String?)
}

extension GlobalPoolingLayer {
  /// (C,), or (1, 1, C) where the axes are kept.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    let channels = try imageShape(input).channels
    return keepdims ? [1, 1, channels] : [channels]
  }

  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [("data_format", "channels_last"), ("keepdims", .boolean(keepdims))]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    self.init(
      keepdims: try configuration.boolean("keepdims", default: false), name: configuration.name)
  }
}
