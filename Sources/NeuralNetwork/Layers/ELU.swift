import LinearAlgebra

/// An exponential linear unit: y = x where x > 0, else α (eˣ − 1).
///
/// - Source: Clevert, Unterthiner and Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear
///   Units", 2015.
public struct ELU: Layer {
  /// The name of Keras' class.
  public static let className = "ELU"

  /// The layer's name in its model.
  public var name: String
  /// What y tends to for small x, negated: α.
  public let alpha: Double

  /// Creates the layer; the default is Keras'.
  public init(alpha: Double = 1, name: String? = nil) {
    self.alpha = alpha
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape { input }
}

extension ELU {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] { [("alpha", .number(alpha))] }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(
      alpha: try configuration.number("alpha", in: -1e30...1e30, default: 1), name: configuration.name)
  }
}
