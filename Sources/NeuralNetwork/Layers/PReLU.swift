import LinearAlgebra

/// A rectifier that learns its slope below zero: y = x where x > 0, else α · x.
///
/// - Shapes: input and output (N, ..., C); α has the shape of one sample, with 1 along the shared axes.
/// - Source: He et al., "Delving Deep into Rectifiers", 2015.
public struct PReLU: Layer {
  /// The name of Keras' class.
  public static let className = "PReLU"

  /// The layer's name in its model.
  public var name: String
  /// The axes along which α is the same, the first after the batch's being 1; nil for none.
  public let sharedAxes: [Int]?
  /// How α starts.
  public let alphaInitializer: Initializer

  /// Creates the layer; arguments and defaults are Keras'.
  ///
  /// - Parameters:
  ///   - sharedAxes: The axes along which α is the same: `[1, 2]` for one α a channel.
  ///   - alphaInitializer: How α starts.
  ///   - name: The layer's name, or nil for the next of `p_re_lu`, `p_re_lu_1`, ...
  public init(sharedAxes: [Int]? = nil, alphaInitializer: Initializer = .zeros, name: String? = nil) {
    self.sharedAxes = sharedAxes
    self.alphaInitializer = alphaInitializer
    self.name = name ?? ""
  }

  /// The shape of α: the sample's, with 1 along the shared axes.
  public func alphaShape(for input: Shape) -> Shape {
    var dimensions = input.dimensions
    for axis in sharedAxes ?? [] { dimensions[axis - 1] = 1 }
    return Shape(dimensions)
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    guard input.rank >= 1 else { throw cannotTake(input, because: "it expects at least one axis") }
    for axis in sharedAxes ?? [] {
      guard (1...input.rank).contains(axis) else {
        throw cannotTake(
          input, because: "it shares axis \(axis), expected one from 1 to \(input.rank); 0 is the batch's")
      }
    }
    return input
  }

  /// α.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    [ParameterDescription(suffix: "alpha", shape: alphaShape(for: input), initializer: alphaInitializer)]
  }
}

extension PReLU {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("alpha_initializer", alphaInitializer.json), ("alpha_regularizer", nil), ("alpha_constraint", nil),
      ("shared_axes", sharedAxes.map { .array($0.map(JSON.integer)) } ?? .null),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(
      sharedAxes: try configuration.axes("shared_axes"),
      alphaInitializer: try configuration.initializer("alpha_initializer", default: .zeros),
      name: configuration.name)
  }
}
