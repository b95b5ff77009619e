import LinearAlgebra

/// A rectifier with a ceiling: y = min(x, maximum) where x > threshold, else slope · (x − threshold).
///
/// MobileNet's ReLU6 is `ReLU(maxValue: 6)`.
public struct ReLU: Layer {
  /// The name of Keras' class.
  public static let className = "ReLU"

  /// The layer's name in its model.
  public var name: String
  /// The largest value, or nil where there is none.
  public let maxValue: Double?
  /// The slope below the threshold.
  public let negativeSlope: Double
  /// Where the rectifier opens.
  public let threshold: Double

  /// Creates the layer; arguments and defaults are Keras'.
  public init(
    maxValue: Double? = nil, negativeSlope: Double = 0, threshold: Double = 0, name: String? = nil
  ) {
    precondition(
      maxValue.map { $0 >= 0 } ?? true && negativeSlope >= 0 && threshold >= 0,
      "A rectifier's maximum, slope and threshold are at least 0")
    self.maxValue = maxValue
    self.negativeSlope = negativeSlope
    self.threshold = threshold
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape { input }
}

extension ReLU {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("max_value", maxValue.map(JSON.number) ?? .null), ("negative_slope", .number(negativeSlope)),
      ("threshold", .number(threshold)),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(
      maxValue: try configuration.optionalNumber("max_value", in: 0...1e30),
      negativeSlope: try configuration.number("negative_slope", in: 0...1e30, default: 0),
      threshold: try configuration.number("threshold", in: 0...1e30, default: 0),
      name: configuration.name)
  }
}
