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

  /// The fields of every layer, `name`, `trainable` and `dtype`, that Keras' class does not take.
  static var omittedFields: Set<String> { get }

  /// Whether Keras builds the layer once it knows its input, whose shape it then notes in the JSON, although it may
  /// have no parameters; it does so of all layers that have some.
  static var isBuiltFromInput: Bool { get }

  /// The layer's name in its model, such as `conv2d_1`; empty until a `Sequential` names it.
  var name: String { get set }

  /// The shape of one sample after the layer.
  ///
  /// - Throws: `ModelError.shape` where the layer cannot take the input.
  func outputShape(for input: Shape) throws(ModelError) -> Shape

  /// Whether the layer takes two or more inputs; all others take one.
  var takesSeveralInputs: Bool { get }

  /// The shape of one sample after the layer, from those of its inputs in order.
  ///
  /// - Throws: `ModelError.shape` where the layer cannot take the inputs, or not as many.
  func outputShape(forInputs inputs: [Shape]) throws(ModelError) -> Shape

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

  /// All fields are taken.
  public static var omittedFields: Set<String> { [] }

  /// Nothing to build.
  public static var isBuiltFromInput: Bool { false }

  /// One input.
  public var takesSeveralInputs: Bool { false }

  /// The shape that the only input makes.
  public func outputShape(forInputs inputs: [Shape]) throws(ModelError) -> Shape {
    guard inputs.count == 1 else {
      throw cannotTake(inputs.first ?? [], because: "it has \(inputs.count) inputs, expected one")
    }
    return try outputShape(for: inputs[0])
  }

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

  /// Refuses an axis that is not the last, counted from the end as −1 or from the batch's as 0.
  func requireLastAxis(_ axis: Int, of input: Shape) throws(ModelError) {
    guard input.rank >= 1, axis == -1 || axis == input.rank else {
      throw cannotTake(input, because: "its axis is \(axis), expected the last one, -1")
    }
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

  /// Creates a description whose fans are those that Keras counts: of a vector its size, of a kernel its last two sizes
  /// times the taps before them.
  ///
  /// - Source: `keras/src/initializers/random_initializers.py`, `compute_fans`.
  public init(suffix: String, shape: Shape, initializer: Initializer, isTrainable: Bool = true) {
    let sizes = shape.dimensions
    // Sizes that nothing could count may wrap here: the model that is built of them refuses them.
    let taps = sizes.dropLast(2).reduce(1, &*)
    self.init(
      suffix: suffix, shape: shape, initializer: initializer, fanIn: taps &* shape[max(sizes.count - 2, 0)],
      fanOut: taps &* shape[sizes.count - 1], isTrainable: isTrainable)
  }

  /// A bias: one number for each output, (out,).
  static func bias(count: Int, initializer: Initializer) -> ParameterDescription {
    .init(suffix: "bias", shape: [count], initializer: initializer)
  }
}
