import Kernels

/// One step of the plan, which each shard goes through alone.
///
/// Forward writes its output; backward writes the gradient of its input and adds to the gradients of its parameters.
package protocol Operation: Sendable {
  /// The layer's name, for messages and measurements.
  var name: String { get }

  /// Computes the output of a shard's samples from their input.
  func forward(_ shard: Shard)

  /// Brings back what `backward` of a later operation of the segment reads and the workspace holds no longer.
  func renew(_ shard: Shard)

  /// Computes the gradient of the input, and adds to those of the parameters, from the gradient of the output.
  func backward(_ shard: Shard)

  /// Brings the weights into the form that the kernels want, once a step.
  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type)
}

extension Operation {
  package func renew(_ shard: Shard) {}

  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type
  ) {}
}

/// A value of the plan and its gradient.
struct Value: Sendable {
  /// How a sample lies in memory.
  let layout: ValueLayout
  /// Where.
  let place: Place
  /// Where its gradient is, laid out without a border; nil where nothing asks for it.
  let gradient: Place?
}

extension Shard {
  /// The first pixel of a sample of a value.
  @inline(__always)
  func pointer(_ value: Value, _ sample: Int) -> UnsafeMutablePointer<Float> {
    pointer(value.place, sample) + value.layout.origin
  }

  /// The first pixel of a row of a sample of a value.
  @inline(__always)
  func pointer(_ value: Value, _ sample: Int, row: Int) -> UnsafeMutablePointer<Float> {
    pointer(value, sample) + row * value.layout.rowStride
  }
}

extension ActivationFunction {
  /// The kernel that computes the function in one go with what comes before; softmax has an operation of its own.
  var pointwise: PointwiseFunction? {
    switch self {
    case .linear: .linear
    case .relu: .relu
    case .relu6: .relu6
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .swish: .swish
    case .softmax, .leakyRelu, .elu, .gelu, .hardSwish, .softplus: nil
    }
  }

  /// The kernel that computes the function by itself.
  var curve: CurveFunction? {
    switch self {
    // Keras' own constants.
    case .leakyRelu: .leakyReLU(slope: Float(Self.leakySlope))
    case .elu: .elu(alpha: 1)
    case .gelu: .gelu
    case .hardSwish: .hardSwish
    case .softplus: .softplus
    case .linear, .relu, .relu6, .sigmoid, .tanh, .swish, .softmax: nil
    }
  }
}
