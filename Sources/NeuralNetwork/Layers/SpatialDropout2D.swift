import LinearAlgebra

/// Inverted dropout of whole channels: while training y[n, i, j, c] = x[n, i, j, c] · m[n, c] / (1 − rate), m being 0
/// with probability `rate` and else 1; otherwise y = x.
///
/// The mask is that of a `Dropout` over a sample of C elements, one for each channel; see `DropoutMask`.
///
/// - Shapes: input and output (N, H, W, C).
/// - Source: Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2014.
public struct SpatialDropout2D: Layer {
  /// The name of Keras' class.
  public static let className = "SpatialDropout2D"

  /// Keras' class takes no `trainable`.
  public static let omittedFields: Set<String> = ["trainable"]

  /// The layer's name in its model.
  public var name: String
  /// The fraction of the channels that fall, from 0 to below 1.
  public let rate: Double

  /// Creates the layer.
  public init(_ rate: Double, name: String? = nil) {
    precondition(rate >= 0 && rate < 1, "A dropout rate is at least 0 and below 1, not \(rate)")
    self.rate = rate
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    _ = try imageShape(input)
    return input
  }
}

extension SpatialDropout2D {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [("rate", .number(rate)), ("seed", nil), ("data_format", "channels_last")]
  }

  /// Creates the layer from the configuration that Keras wrote; the seed is the training's own.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    configuration.ignore("seed")
    // Keras 2 writes the noise of the class that this one is made from, always null.
    self.init(try configuration.number("rate", from: 0, below: 1), name: configuration.name)
  }
}
