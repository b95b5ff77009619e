import LinearAlgebra

/// Each value times a scale and moved: y[n, ..., c] = x[n, ..., c] · scale + offset, both one number or one a channel.
///
/// - Shapes: input and output (N, ..., C).
public struct Rescaling: Layer {
  /// The name of Keras' class.
  public static let className = "Rescaling"

  /// Keras notes its input.
  public static let isBuiltFromInput = true

  /// The layer's name in its model.
  public var name: String
  /// The factor: one number, or one for each channel.
  public let scale: [Double]
  /// What is added: one number, or one for each channel.
  public let offset: [Double]

  /// Creates the layer from one scale and one offset.
  public init(_ scale: Double, offset: Double = 0, name: String? = nil) {
    self.init([scale], offset: [offset], name: name)
  }

  /// Creates the layer from a scale and an offset for each channel; a list of one number stands for all channels.
  public init(_ scale: [Double], offset: [Double] = [0], name: String? = nil) {
    precondition(!scale.isEmpty && !offset.isEmpty, "A rescaling has at least one scale and one offset")
    self.scale = scale
    self.offset = offset
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    guard input.rank >= 1 else { throw cannotTake(input, because: "it expects at least one axis") }
    for (count, noun) in [(scale.count, "scale"), (offset.count, "offset")] {
      guard count == 1 || count == input[-1] else {
        throw cannotTake(
          input, because: "its \(noun) has \(count) numbers, expected 1 or \(input[-1]), one for each channel"
        )
      }
    }
    return input
  }
}

extension Rescaling {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] { [("scale", json(scale)), ("offset", json(offset))] }

  private func json(_ values: [Double]) -> JSON {
    values.count == 1 ? .number(values[0]) : .array(values.map(JSON.number))
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    self.init(
      try configuration.numbers("scale"), offset: try configuration.numbers("offset", default: [0]),
      name: configuration.name)
  }
}
