import LinearAlgebra
import Synchronization

/// What a layer gives to others, where a model with branches is put together as with Keras' functional API.
///
///     let input = LayerOutput.input([32, 32, 16])
///     var x = Conv2D(16, kernelSize: 3, padding: .same)(input)
///     x = BatchNormalization()(x)
///     x = Add()(x, input)
///     let model = try Sequential(input: input, output: x)
public final class LayerOutput: Sendable {
  /// The layer; nil for the model's input.
  let layer: (any Layer)?
  /// What the layer takes.
  let inputs: [LayerOutput]
  /// The shape of the model's input.
  let shape: Shape?
  /// How many came before it: in this order layers without a name are given theirs.
  let number: Int

  private static let count = Atomic<Int>(0)

  private init(layer: (any Layer)?, inputs: [LayerOutput], shape: Shape?) {
    number = Self.count.add(1, ordering: .relaxed).oldValue
    self.layer = layer
    self.inputs = inputs
    self.shape = shape
  }

  /// A model's input.
  ///
  /// - Parameter shape: The shape of one sample: `[height, width, channels]` or `[features]`.
  public static func input(_ shape: Shape) -> LayerOutput {
    LayerOutput(layer: nil, inputs: [], shape: shape)
  }

  /// The output of a layer.
  package convenience init(_ layer: any Layer, of inputs: [LayerOutput]) {
    precondition(!inputs.isEmpty, "\(layer.className) takes at least one input")
    self.init(layer: layer, inputs: inputs, shape: nil)
  }
}

extension Layer {
  /// The layer's output for the outputs of other layers; each call makes a layer of its own.
  public func callAsFunction(_ inputs: LayerOutput...) -> LayerOutput {
    LayerOutput(self, of: inputs)
  }
}

extension Sequential {
  /// Builds a model with branches.
  ///
  /// Its layers stand in Keras' order, which is that of `get_weights()`: those that are farther from the output come first.
  ///
  /// - Parameters:
  ///   - name: The model's name.
  ///   - input: The model's input.
  ///   - output: The model's output.
  ///   - frozen: The names of layers that are not trained.
  /// - Throws: `ModelError` naming the layer that does not fit, or where the output does not come from this input alone.
  /// - Source: `keras/src/ops/function.py`, `map_graph`.
  public init(
    name: String = "functional", input: LayerOutput, output: LayerOutput, frozen: Set<String> = []
  ) throws(ModelError) {
    guard let shape = input.shape else {
      throw .nothingToBuild(reason: "its input is a layer's output; begin with LayerOutput.input")
    }
    let order = LayerOrder(output)
    for node in order.nodes where node.layer == nil && node !== input {
      throw .nothingToBuild(reason: "it has two inputs; give it one")
    }
    let nodes = order.nodes.filter { $0.layer != nil }
    guard !nodes.isEmpty else { throw .nothingToBuild(reason: "it has no layer") }
    var places = [ObjectIdentifier(input): Self.modelInput]
    for (place, node) in nodes.enumerated() { places[ObjectIdentifier(node)] = place }
    let made = nodes.sorted { $0.number < $1.number }
    let named = try resolvingNames(of: made.compactMap(\.layer))
    let layers = nodes.map { node in named[made.firstIndex { $0 === node } ?? 0] }
    try self.init(
      name: name, input: shape, layers: layers,
      inboundLayers: nodes.map { node in node.inputs.compactMap { places[ObjectIdentifier($0)] } },
      frozen: frozen)
  }
}

/// The layers from the input to the output: by their longest way to the output, then in the order in which they are met on
/// the way back from it.
private struct LayerOrder {
  private(set) var nodes: [LayerOutput] = []
  private var met: [ObjectIdentifier: Int] = [:]

  init(_ output: LayerOutput) {
    visit(output)
    // Every node stands behind its inputs; from the other end, every node comes before them.
    var depths: [ObjectIdentifier: Int] = [:]
    for node in nodes.reversed() {
      let depth = depths[ObjectIdentifier(node), default: 0]
      depths[ObjectIdentifier(node)] = depth
      for input in node.inputs {
        depths[ObjectIdentifier(input)] = max(depths[ObjectIdentifier(input), default: 0], depth + 1)
      }
    }
    func rank(_ node: LayerOutput) -> (Int, Int) {
      (-depths[ObjectIdentifier(node), default: 0], met[ObjectIdentifier(node), default: 0])
    }
    nodes.sort { rank($0) < rank($1) }
  }

  private mutating func visit(_ node: LayerOutput) {
    guard met[ObjectIdentifier(node)] == nil else { return }
    met[ObjectIdentifier(node)] = met.count
    for input in node.inputs { visit(input) }
    nodes.append(node)
  }
}
