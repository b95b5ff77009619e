import LinearAlgebra

/// An image with a border of zeros: y[n, i + top, j + left, c] = x[n, i, j, c].
///
/// - Shapes: input (N, H, W, C), output (N, top + H + bottom, left + W + right, C).
public struct ZeroPadding2D: Layer {
  /// The name of Keras' class.
  public static let className = "ZeroPadding2D"

  /// Keras notes its input.
  public static let isBuiltFromInput = true

  /// The layer's name in its model.
  public var name: String
  /// The rows above the image.
  public let top: Int
  /// The rows below the image.
  public let bottom: Int
  /// The columns to the left of the image.
  public let left: Int
  /// The columns to the right of the image.
  public let right: Int

  /// Creates a border of the same width on all sides, as Keras does of a number.
  public init(padding: Int = 1, name: String? = nil) {
    self.init(padding: ((padding, padding), (padding, padding)), name: name)
  }

  /// Creates a border of (above and below, left and right), as Keras does of a pair.
  public init(padding: (Int, Int), name: String? = nil) {
    self.init(padding: ((padding.0, padding.0), (padding.1, padding.1)), name: name)
  }

  /// Creates a border of ((above, below), (left, right)), as Keras does of two pairs.
  public init(padding: ((Int, Int), (Int, Int)), name: String? = nil) {
    ((top, bottom), (left, right)) = padding
    precondition(
      min(top, bottom, left, right) >= 0,
      "A border has at least 0 pixels, not \(top), \(bottom), \(left), \(right)")
    self.name = name ?? ""
  }

  /// (top + H + bottom, left + W + right, C).
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    let (height, width, channels) = try imageShape(input)
    return [top + height + bottom, left + width + right, channels]
  }
}

extension ZeroPadding2D {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("padding", [[.integer(top), .integer(bottom)], [.integer(left), .integer(right)]]),
      ("data_format", "channels_last"),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.requireChannelsLast()
    self.init(padding: try configuration.border("padding"), name: configuration.name)
  }
}
