import LinearAlgebra

/// A stack of layers, each fed by the one before; names and shapes are settled when it is built.
///
///     let model = try Sequential(input: [28, 28, 1]) {
///       Conv2D(32, kernelSize: 3, activation: .relu)
///       MaxPooling2D()
///       Flatten()
///       Dense(10, activation: .softmax)
///     }
public struct Sequential: Sendable {
  /// The model's name.
  public let name: String
  /// The shape of one sample, without the batch dimension.
  public let inputShape: Shape
  /// The layers, each with its name.
  public let layers: [any Layer]
  /// The shape of one sample after each layer.
  public let layerShapes: [Shape]
  /// The trainable parameters and their places.
  public let parameterLayout: ParameterLayout

  /// The places in `parameterLayout.entries` where each layer's parameters begin, and the end.
  private let firstEntries: [Int]

  /// The largest number of elements that one tensor of one sample may have.
  static let largestCount = Int(Int32.max)

  /// Builds a model from a list of layers.
  ///
  /// - Parameters:
  ///   - name: The model's name.
  ///   - input: The shape of one sample: `[height, width, channels]` or `[features]`.
  ///   - layers: The layers in order. A layer without a name is given Keras' next one: `conv2d`, `conv2d_1`, ...
  /// - Throws: `ModelError` naming the layer that does not fit, or the name that is taken.
  public init(name: String = "sequential", input: Shape, layers: [any Layer]) throws(ModelError) {
    guard input.rank >= 1, input.dimensions.allSatisfy({ $0 > 0 }) else {
      throw .nothingToBuild(reason: "the input shape \(input) has no axis, or one below 1")
    }
    guard !layers.isEmpty else { throw .nothingToBuild(reason: "it has no layer") }
    try Self.requireCountable(input, "the input", of: name)

    let layers = try resolvingNames(of: layers)
    var shapes: [Shape] = []
    var parameters: [(name: String, description: ParameterDescription)] = []
    var firstEntries = [0]
    var shape = input
    for layer in layers {
      let output = try layer.outputShape(for: shape)
      try Self.requireCountable(output, "its output", of: layer.title)
      for parameter in layer.parameters(for: shape) {
        try Self.requireCountable(parameter.shape, "its \(parameter.suffix)", of: layer.title)
        parameters.append(("\(layer.name)/\(parameter.suffix)", parameter))
      }
      firstEntries.append(parameters.count)
      shapes.append(output)
      shape = output
    }
    self.name = name
    self.inputShape = input
    self.layers = layers
    self.layerShapes = shapes
    self.parameterLayout = ParameterLayout(parameters)
    self.firstEntries = firstEntries
  }

  /// Builds a model from the layers that a closure lists.
  ///
  /// - Throws: `ModelError` naming the layer that does not fit, or the name that is taken.
  public init(
    name: String = "sequential", input: Shape, @LayerBuilder _ layers: () -> [any Layer]
  ) throws(ModelError) {
    try self.init(name: name, input: input, layers: layers())
  }

  /// The shape of one sample after the last layer.
  public var outputShape: Shape { layerShapes[layerShapes.count - 1] }

  /// The number of classes: the last size of the output.
  public var classCount: Int { outputShape[-1] }

  /// The number of weights, without gaps.
  public var parameterCount: Int { parameterLayout.parameterCount }

  /// The shape of one sample before a layer.
  public func inputShape(ofLayer index: Int) -> Shape {
    index == 0 ? inputShape : layerShapes[index - 1]
  }

  /// The parameters of one layer: kernel, then bias.
  public func parameterEntries(ofLayer index: Int) -> ArraySlice<ParameterEntry> {
    parameterLayout.entries[firstEntries[index]..<firstEntries[index + 1]]
  }

  /// Refuses sizes whose product nothing could count.
  private static func requireCountable(
    _ shape: Shape, _ tensor: String, of layer: String
  ) throws(ModelError) {
    var count = 1
    for size in shape.dimensions {
      let product = count.multipliedReportingOverflow(by: size)
      guard !product.overflow, product.partialValue <= largestCount else {
        throw .tooLarge(layer: layer, tensor: tensor)
      }
      count = product.partialValue
    }
  }
}

extension Sequential {
  /// Whether the last layer ends in softmax.
  public var endsInSoftmax: Bool {
    switch layers[layers.count - 1] {
    case let layer as Dense: layer.activation == .softmax
    case let layer as Conv2D: layer.activation == .softmax
    case let layer as Activation: layer.activation == .softmax
    default: false
    }
  }

  /// Refuses a model that cannot be trained as a classifier: one row of at least two probabilities is due.
  public func requireClassifier() throws(ModelError) {
    guard outputShape.rank == 1 else {
      throw .notAClassifier(reason: "its output has the shape \(outputShape), expected one axis")
    }
    guard classCount >= 2 else { throw .notAClassifier(reason: "it has one output only") }
    guard endsInSoftmax else {
      throw .notAClassifier(reason: "\(layers[layers.count - 1].title) does not end in softmax")
    }
  }
}
