import LinearAlgebra

/// All elements of a sample as one row, in row-major order: (H, W, C) becomes (H · W · C).
public struct Flatten: Layer {
  /// The name of Keras' class.
  public static let className = "Flatten"

  /// Keras notes its input.
  public static let isBuiltFromInput = true

  /// The layer's name in its model.
  public var name: String

  /// Creates the layer.
  public init(name: String? = nil) {
    self.name = name ?? ""
  }

  /// (H · W · C,).
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    [input.count]
  }
}

extension Flatten {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] { [("data_format", "channels_last")] }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    self.init(name: configuration.name)
  }
}
