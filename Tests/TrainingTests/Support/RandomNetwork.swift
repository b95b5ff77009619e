import LinearAlgebra
import NeuralNetwork
import Parallelism

/// Small networks of layers that are drawn from a number.
struct RandomNetwork {
  private typealias Value = (output: LayerOutput, shape: Shape)

  private let input: LayerOutput
  private var values: [Value]
  private var numbers: RandomSequence

  private init(_ number: UInt32) {
    numbers = RandomNumbers(seed: 11, purpose: .reference).sequence(number, 7)
    let side = 6 + numbers.nextIndex(below: 5)
    let shape: Shape = [side, side + numbers.nextIndex(below: 2), 1 + numbers.nextIndex(below: 3)]
    input = .input(shape)
    values = [(input, shape)]
  }

  /// Layers one behind the other, none of which normalizes: what later ones drop is not computed.
  static func stack(_ number: UInt32) throws -> Sequential {
    var network = RandomNetwork(number)
    for _ in 0..<4 + network.numbers.nextIndex(below: 4) {
      network.append(network.drawnLayer(normalizing: false), to: network.values[network.values.count - 1])
    }
    return try network.model()
  }

  /// Layers that take what one of those before them gives, and sums and channels of several.
  static func graph(_ number: UInt32) throws -> Sequential {
    var network = RandomNetwork(number)
    for _ in 0..<6 + network.numbers.nextIndex(below: 6) {
      let recent = network.values.suffix(4)
      let value = recent[recent.startIndex + network.numbers.nextIndex(below: recent.count)]
      switch network.numbers.nextIndex(below: 5) {
      case 0, 1: network.merge(value)
      default: network.append(network.drawnLayer(normalizing: true), to: value)
      }
    }
    return try network.model()
  }

  /// Three classes from the last value.
  private func model() throws -> Sequential {
    let last = values[values.count - 1].output
    return try Sequential(input: input, output: Dense(3, activation: .softmax)(Flatten()(last)))
  }

  private mutating func append(_ layer: any Layer, to value: Value) {
    // A window that does not fit is left out.
    guard let shape = try? layer.outputShape(for: value.shape) else { return }
    values.append((layer(value.output), shape))
  }

  /// A sum or the channels of a value and others of its size.
  private mutating func merge(_ value: Value) {
    var same = values.filter { $0.shape == value.shape && $0.output !== input }
    if same.count < 2 {
      let layer = Conv2D(value.shape[2], kernelSize: 3, padding: .same, activation: drawnFunction())
      append(layer, to: value)
      same.append(values[values.count - 1])
    }
    var chosen: [LayerOutput] = []
    for _ in 0..<2 + numbers.nextIndex(below: 2) {
      chosen.append(same[numbers.nextIndex(below: same.count)].output)
    }
    if numbers.nextIndex(below: 3) == 0 {
      var shape = value.shape.dimensions
      shape[2] *= chosen.count
      values.append((LayerOutput(Concatenate(), of: chosen), Shape(shape)))
    } else {
      let sum = LayerOutput(Add(), of: chosen)
      values.append((numbers.nextIndex(below: 2) == 0 ? Activation(.relu)(sum) : sum, value.shape))
    }
  }

  private mutating func drawnFunction() -> ActivationFunction {
    [.linear, .relu, .tanh, .swish][numbers.nextIndex(below: 4)]
  }

  private mutating func drawnPadding() -> Padding { numbers.nextIndex(below: 2) == 0 ? .same : .valid }

  private mutating func drawnLayer(normalizing: Bool) -> any Layer {
    let filters = [3, 4, 5, 16][numbers.nextIndex(below: 4)]
    let side = 1 + numbers.nextIndex(below: 3)
    let size = Size2(side, side)
    let strides: Size2 = numbers.nextIndex(below: 3) == 0 ? 2 : 1
    switch numbers.nextIndex(below: normalizing ? 16 : 12) {
    case 0, 1: return Conv2D(filters, kernelSize: size, padding: drawnPadding(), activation: drawnFunction())
    case 2:
      return Conv2D(filters, kernelSize: 3, strides: strides, padding: .same, activation: drawnFunction())
    case 3: return DepthwiseConv2D(kernelSize: size, padding: drawnPadding(), activation: drawnFunction())
    case 4: return MaxPooling2D(poolSize: size, padding: drawnPadding())
    case 5: return AveragePooling2D(poolSize: 2, strides: strides, padding: drawnPadding())
    case 6: return Dense(filters, activation: drawnFunction())
    case 7:
      func margin() -> Int { numbers.nextIndex(below: 3) }
      return ZeroPadding2D(padding: ((margin(), margin()), (margin(), margin())))
    case 8: return Activation(drawnFunction())
    case 9: return Dropout(0.3)
    case 10: return SeparableConv2D(filters, kernelSize: 2, activation: drawnFunction())
    case 11: return LeakyReLU()
    case 12: return LayerNormalization()
    default: return BatchNormalization()
    }
  }
}
