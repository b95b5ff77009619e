import LinearAlgebra

/// A PyTorch network while it is built: modules in the order of their computation, and their weights.
public struct PyTorchNetwork {
  /// A module: what Python writes to make it, and whose outputs it takes.
  struct Module {
    let name: String
    let code: String
    let inputs: [String]
  }

  /// What stands for the network's own input among the names.
  static let inputName = ""

  private(set) var modules: [Module] = []
  /// The weights by the names that `state_dict()` gives them.
  private(set) var tensors: [(name: String, tensor: Tensor<Float>)] = []
  /// The classes of Python that PyTorch lacks, in the order of their first use.
  private(set) var classes: [PyTorchClass] = []
  /// The name of the layer whose modules are added.
  var scope = ""
  private var usedNames: Set<String> = []

  /// Adds a module and returns the value that it gives.
  ///
  /// - Parameters:
  ///   - code: What makes the module: `nn.ReLU()`.
  ///   - suffix: What follows the layer's name: `relu` for `conv2d_relu`; nil for the name alone.
  ///   - inputs: What it takes.
  ///   - value: The shape and order of what it gives; the name is the module's.
  public mutating func add(
    _ code: String, suffix: String? = nil, to inputs: [PyTorchValue], like value: PyTorchValue
  ) -> PyTorchValue {
    let name = unusedName(suffix.map { "\(scope)_\($0)" } ?? scope)
    modules.append(Module(name: name, code: code, inputs: inputs.map(\.name)))
    var output = value
    output.name = name
    return output
  }

  /// Adds a module of a class that PyTorch lacks.
  mutating func add(
    _ type: PyTorchClass, _ arguments: String, suffix: String? = nil, to inputs: [PyTorchValue],
    like value: PyTorchValue
  ) -> PyTorchValue {
    if !classes.contains(type) { classes.append(type) }
    return add("\(type.rawValue)(\(arguments))", suffix: suffix, to: inputs, like: value)
  }

  /// Sets one of the weights of a module that was added.
  public mutating func set(_ weight: String, of value: PyTorchValue, to tensor: Tensor<Float>) {
    tensors.append(("\(value.name).\(weight)", tensor))
  }

  /// The value as (N, C, H, W).
  ///
  /// - Precondition: It is an image.
  public mutating func channelsFirst(_ value: PyTorchValue) -> PyTorchValue {
    guard !value.isChannelsFirst else { return value }
    let turned = PyTorchValue(name: "", shape: value.shape, isChannelsFirst: true)
    return add(.permute, "0, 3, 1, 2", suffix: "channels_first", to: [value], like: turned)
  }

  /// The value in Keras' order: an image with its channels last, features as such an image was flattened.
  public mutating func channelsLast(_ value: PyTorchValue) -> PyTorchValue {
    let turned = PyTorchValue(name: "", shape: value.shape)
    if let image = value.flattenedImage {
      let sizes = "\(image[2]), \(image[0]), \(image[1])"
      return add(.reorder, sizes, suffix: "channels_last", to: [value], like: turned)
    }
    guard value.isChannelsFirst else { return value }
    return add(.permute, "0, 2, 3, 1", suffix: "channels_last", to: [value], like: turned)
  }

  /// Whether each module takes what the one before gives, and nothing else.
  var isChain: Bool {
    modules.indices.allSatisfy { index in
      modules[index].inputs == [index == 0 ? Self.inputName : modules[index - 1].name]
    }
  }

  /// A name that Python takes for an attribute of a module and that is not in use.
  private mutating func unusedName(_ base: String) -> String {
    var text = String(base.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    if text.first?.isNumber ?? true { text = "_" + text }
    if Self.reservedNames.contains(text) { text += "_" }
    var (name, number) = (text, 0)
    while !usedNames.insert(name).inserted {
      number += 1
      name = "\(text)_\(number)"
    }
    return name
  }

  /// Python's keywords and what modules have of their own.
  private static let reservedNames: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    "append", "apply", "bfloat16", "buffers", "children", "compile", "cpu", "cuda", "double", "eval",
    "extend",
    "float", "forward", "half", "insert", "ipu", "modules", "mtia", "parameters", "pop", "to", "train",
    "training",
    "type", "xpu",
  ]
}
