import LinearAlgebra

/// A rectifier with a slope below zero: y = x where x > 0, else slope · x.
///
/// - Source: Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013.
public struct LeakyReLU: Layer {
  /// The name of Keras' class.
  public static let className = "LeakyReLU"

  /// The layer's name in its model.
  public var name: String
  /// The slope below zero.
  public let negativeSlope: Double

  /// Creates the layer; the default is Keras'.
  public init(negativeSlope: Double = 0.3, name: String? = nil) {
    precondition(negativeSlope >= 0, "A slope is at least 0, not \(negativeSlope)")
    self.negativeSlope = negativeSlope
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape { input }
}

extension LeakyReLU {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] { [("negative_slope", .number(negativeSlope))] }

  /// Creates the layer from the configuration that Keras wrote; Keras 2 calls the slope `alpha`.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    let alpha = try configuration.number("alpha", in: 0...1e30, default: 0.3)
    self.init(
      negativeSlope: try configuration.number("negative_slope", in: 0...1e30, default: alpha),
      name: configuration.name)
  }
}
