import LinearAlgebra

/// An ONNX graph while it is built: nodes in the order of their computation, and constants.
///
/// Names tell where things come from: the layer `conv2d` has the nodes `conv2d/Conv` and `conv2d/Relu` and the
/// constants `conv2d/kernel` and `conv2d/bias`. A value has the name of the node that gives it.
public struct ONNXGraph {
  private(set) var nodes: [ONNXNode] = []
  private(set) var constants: [ONNXTensor] = []
  /// What stands before the names of what is added: the layer's name.
  var scope = ""
  /// Images that stand in both orders of axes, by the name of either.
  private var transposed: [String: ONNXValue] = [:]

  /// Adds a node and returns the value that it gives.
  ///
  /// - Parameters:
  ///   - operation: The operator's name in ONNX.
  ///   - inputs: The names of what it takes.
  ///   - attributes: Its attributes.
  ///   - value: The shape and order of what it gives; the name is the node's.
  public mutating func add(
    _ operation: String, _ inputs: [String], _ attributes: [(name: String, value: ONNXAttribute)] = [],
    like value: ONNXValue
  ) -> ONNXValue {
    let name = unusedName(operation)
    nodes.append(
      ONNXNode(operation: operation, name: name, inputs: inputs, output: name, attributes: attributes))
    var output = value
    output.name = name
    return output
  }

  /// Adds a tensor of constants and returns its name.
  public mutating func constant(_ name: String, _ tensor: Tensor<Float>) -> String {
    let name = unusedName(name)
    constants.append(ONNXTensor(name: name, tensor))
    return name
  }

  /// Adds one number and returns its name.
  public mutating func constant(_ name: String, _ number: Float) -> String {
    constant(name, Tensor(shape: [], scalars: [number]))
  }

  /// Adds a list of whole numbers and returns its name.
  public mutating func constant(_ name: String, integers: [Int]) -> String {
    let name = unusedName(name)
    constants.append(ONNXTensor(name: name, integers: integers))
    return name
  }

  /// A number for each channel as a constant that meets the value's channels when both are broadcast.
  public mutating func constant(_ name: String, perChannel numbers: [Float], of value: ONNXValue) -> String {
    let shape: Shape = value.isChannelsFirst ? [numbers.count, 1, 1] : [numbers.count]
    return constant(name, Tensor(shape: shape, scalars: numbers))
  }

  /// The value as (N, C, H, W).
  ///
  /// - Precondition: It is an image.
  public mutating func channelsFirst(_ value: ONNXValue) -> ONNXValue {
    value.isChannelsFirst ? value : transpose(value, [0, 3, 1, 2])
  }

  /// The value with the channels last, as Keras and this package have it.
  public mutating func channelsLast(_ value: ONNXValue) -> ONNXValue {
    value.isChannelsFirst ? transpose(value, [0, 2, 3, 1]) : value
  }

  private mutating func transpose(_ value: ONNXValue, _ order: [Int]) -> ONNXValue {
    if let known = transposed[value.name] { return known }
    let turned = ONNXValue(name: "", shape: value.shape, isChannelsFirst: !value.isChannelsFirst)
    let output = add("Transpose", [value.name], [("perm", .integers(order))], like: turned)
    transposed[value.name] = output
    transposed[output.name] = value
    return output
  }

  /// Gives a value another name, wherever it stands.
  mutating func rename(_ old: String, to new: String) {
    for index in nodes.indices {
      if nodes[index].output == old { nodes[index].output = new }
      nodes[index].inputs = nodes[index].inputs.map { $0 == old ? new : $0 }
    }
  }

  private var usedNames: Set<String> = []

  /// `scope/name`, or the first of `scope/name_1`, `scope/name_2`, ... that is not in use.
  private mutating func unusedName(_ base: String) -> String {
    let scoped = scope.isEmpty ? base : "\(scope)/\(base)"
    var (name, number) = (scoped, 0)
    while !usedNames.insert(name).inserted {
      number += 1
      name = "\(scoped)_\(number)"
    }
    return name
  }
}
