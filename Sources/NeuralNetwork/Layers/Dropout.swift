import LinearAlgebra

/// Inverted dropout: while training y = x · m / (1 − rate), m being 0 with probability `rate` and else 1; otherwise
/// y = x.
///
/// Which elements fall follows from the seed, the step, the layer's place, the sample's position in the batch and the
/// element alone; see `DropoutMask`.
public struct Dropout: Layer {
  /// The name of Keras' class.
  public static let className = "Dropout"

  /// The layer's name in its model.
  public var name: String
  /// The fraction of the elements that fall, from 0 to below 1.
  public let rate: Double

  /// Creates the layer.
  public init(_ rate: Double, name: String? = nil) {
    precondition(rate >= 0 && rate < 1, "A dropout rate is at least 0 and below 1, not \(rate)")
    self.rate = rate
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape { input }
}

extension Dropout {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [("rate", .number(rate)), ("seed", nil), ("noise_shape", nil)]
  }

  /// Creates the layer from the configuration that Keras wrote; the seed is the training's own.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    configuration.ignore("seed")
    self.init(try configuration.number("rate", from: 0, below: 1), name: configuration.name)
  }
}
