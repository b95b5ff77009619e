import LinearAlgebra

/// A network of layers, mostly a stack in which each is fed by the one before; names and shapes are settled when it is
/// built.
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
  /// The layers, each with its name, in the order in which they are computed; the last one's output is the model's.
  public let layers: [any Layer]
  /// For each layer the places of those whose outputs it takes; `modelInput` stands for the model's input.
  public let inboundLayers: [[Int]]
  /// The shape of one sample after each layer.
  public let layerShapes: [Shape]
  /// The names of the layers whose parameters no gradient moves: Keras' `trainable = False`.
  public let frozen: Set<String>
  /// The parameters and their places.
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
  ///   - frozen: The names of layers that are not trained.
  /// - Throws: `ModelError` naming the layer that does not fit, the name that is taken, or the one that no layer has.
  public init(
    name: String = "sequential", input: Shape, layers: [any Layer], frozen: Set<String> = []
  ) throws(ModelError) {
    try self.init(
      name: name, input: input, layers: layers, inboundLayers: layers.indices.map { [$0 - 1] }, frozen: frozen
    )
  }

  /// What stands for the model's input among the places of layers.
  public static let modelInput = -1

  /// Builds a model with branches.
  ///
  /// - Parameters:
  ///   - inboundLayers: For each layer the places of those whose outputs it takes, all before its own.
  ///   - frozen: The names of layers that are not trained.
  init(
    name: String, input: Shape, layers: [any Layer], inboundLayers: [[Int]], frozen: Set<String> = []
  ) throws(ModelError) {
    guard input.rank >= 1, input.dimensions.allSatisfy({ $0 > 0 }) else {
      throw .nothingToBuild(reason: "the input shape \(input) has no axis, or one below 1")
    }
    guard !layers.isEmpty else { throw .nothingToBuild(reason: "it has no layer") }
    try Self.requireCountable(input, "the input", of: name)

    let layers = try resolvingNames(of: layers)
    try Self.requireNames(frozen, of: layers)
    var shapes: [Shape] = []
    var parameters: [(name: String, description: ParameterDescription)] = []
    var firstEntries = [0]
    for (layer, inbound) in zip(layers, inboundLayers) {
      let inputs = inbound.map { $0 == Self.modelInput ? input : shapes[$0] }
      guard inputs.count == 1 || layer.takesSeveralInputs else {
        throw layer.cannotTake(inputs[0], because: "it expects one input, not \(inputs.count)")
      }
      let output = try layer.outputShape(forInputs: inputs)
      try Self.requireCountable(output, "its output", of: layer.title)
      for parameter in layer.parameters(for: inputs[0]) {
        try Self.requireCountable(parameter.shape, "its \(parameter.suffix)", of: layer.title)
        parameters.append(
          (
            "\(layer.name)/\(parameter.suffix)", frozen.contains(layer.name) ? parameter.frozen : parameter
          ))
      }
      firstEntries.append(parameters.count)
      shapes.append(output)
    }
    self.name = name
    self.inputShape = input
    self.layers = layers
    self.inboundLayers = inboundLayers
    self.layerShapes = shapes
    self.frozen = frozen
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

  /// The number of classes: the last size of the output, or 2 for a single output.
  public var classCount: Int { max(outputShape[-1], 2) }

  /// The number of weights, without gaps.
  public var parameterCount: Int { parameterLayout.parameterCount }

  /// The shape of one sample before a layer; of the first input where it takes several.
  public func inputShape(ofLayer index: Int) -> Shape {
    inputShapes(ofLayer: index)[0]
  }

  /// The shape of one sample of each input of a layer.
  public func inputShapes(ofLayer index: Int) -> [Shape] {
    inboundLayers[index].map { $0 == Self.modelInput ? inputShape : layerShapes[$0] }
  }

  /// Whether each layer takes the output of the one before and nothing else.
  public var isStack: Bool {
    inboundLayers.indices.allSatisfy { inboundLayers[$0] == [$0 - 1] }
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
  public var endsInSoftmax: Bool { closingActivation == .softmax }

  /// The activation function of the last layer; nil where it has none.
  var closingActivation: ActivationFunction? {
    switch layers[layers.count - 1] {
    case let layer as Dense: layer.activation
    case let layer as Conv2D: layer.activation
    case let layer as Activation: layer.activation
    default: nil
    }
  }

  /// Refuses a model that cannot be trained as a classifier: one row of at least two probabilities is due, or one of two
  /// classes' probability.
  public func requireClassifier() throws(ModelError) {
    guard outputShape.rank == 1 else {
      throw .notAClassifier(reason: "its output has the shape \(outputShape), expected one axis")
    }
    guard !isBinary else { return }
    guard outputShape[0] >= 2 else {
      throw .notAClassifier(reason: "it has one output that does not end in sigmoid")
    }
    guard endsInSoftmax else {
      throw .notAClassifier(reason: "\(layers[layers.count - 1].title) does not end in softmax")
    }
  }
}
