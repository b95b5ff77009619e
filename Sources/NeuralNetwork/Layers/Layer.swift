import LinearAlgebra

/// One step of a network, as a small immutable description: it holds no weights and no state.
///
/// A layer says what it makes of an input's shape and which parameters it needs; the weights live in `Parameters`,
/// the arithmetic in the engine's operations and, plainly, in `ReferenceNetwork`. Shapes are those of one sample,
/// without the batch dimension: `[height, width, channels]` or `[features]`.
public protocol Layer: Sendable {
  /// The name of Keras' class, as in the summary and in the JSON: `Conv2D`.
  static var className: String { get }

  /// The registered name of a class that Keras lacks, nil for Keras' own.
  static var registeredName: String? { get }

  /// The layer's name in its model, such as `conv2d_1`; empty until a `Sequential` names it.
  var name: String { get set }

  /// The shape of one sample after the layer.
  ///
  /// - Throws: `ModelError.shape` where the layer cannot take the input.
  func outputShape(for input: Shape) throws(ModelError) -> Shape

  /// The parameters that the layer has for this input, in the order of Keras' `get_weights()`.
  ///
  /// - Precondition: `outputShape(for: input)` does not throw.
  func parameters(for input: Shape) -> [ParameterDescription]

  /// The arguments as Keras' `get_config()` gives them, without `name`, `trainable` and `dtype`.
  var configuration: [JSON.Member] { get }

  /// Creates the layer from the configuration that Keras wrote.
  ///
  /// - Throws: `ModelError.unsupported` for a field whose value this package does not have.
  init(configuration: LayerConfiguration) throws(ModelError)
}

extension Layer {
  /// The name of Keras' class.
  public var className: String { Self.className }

  /// A class of Keras' own.
  public static var registeredName: String? { nil }

  /// No parameters.
  public func parameters(for input: Shape) -> [ParameterDescription] { [] }

  /// The layer as messages call it: `conv2d_2 (Conv2D)`.
  public var title: String { name.isEmpty ? className : "\(name) (\(className))" }

  /// The error of a layer that cannot take an input.
  func cannotTake(_ input: Shape, because reason: String) -> ModelError {
    .shape(layer: title, input: input, reason: reason)
  }

  /// The height, width and channels of an image.
  func imageShape(_ input: Shape) throws(ModelError) -> (height: Int, width: Int, channels: Int) {
    guard input.rank == 3 else {
      throw cannotTake(input, because: "it expects an image of shape (height, width, channels)")
    }
    return (input[0], input[1], input[2])
  }

  /// Refuses a window that finds no place in its input.
  func requireWindow(_ window: WindowShape, named noun: String, in input: Shape) throws(ModelError) {
    guard window.vertical.output > 0, window.horizontal.output > 0 else {
      let extent = "\(window.vertical.extent)x\(window.horizontal.extent)"
      throw cannotTake(
        input, because: "the \(noun) of \(extent) pixels does not fit; use a larger input or padding: .same")
    }
  }
}

/// A parameter that a layer needs: a kernel, a bias.
public struct ParameterDescription: Hashable, Sendable {
  /// The name within the layer, as Keras has it: `kernel`, `bias`.
  public let suffix: String
  /// The sizes: (kernel height, kernel width, in, out) of a convolution, (in, out) of a dense layer.
  public let shape: Shape
  /// How it starts.
  public let initializer: Initializer
  /// The number of inputs that one output sums over.
  public let fanIn: Int
  /// The number of outputs that one input reaches.
  public let fanOut: Int
  /// Whether gradients move it; moving statistics are not trainable.
  public let isTrainable: Bool

  /// Creates a description.
  public init(
    suffix: String, shape: Shape, initializer: Initializer, fanIn: Int, fanOut: Int, isTrainable: Bool = true
  ) {
    self.suffix = suffix
    self.shape = shape
    self.initializer = initializer
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.isTrainable = isTrainable
  }

  /// A bias: one number for each output, (out,).
  static func bias(count: Int, initializer: Initializer) -> ParameterDescription {
    // Keras takes a vector's only size for both fans.
    .init(suffix: "bias", shape: [count], initializer: initializer, fanIn: count, fanOut: count)
  }
}
