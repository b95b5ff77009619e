import Files
import LinearAlgebra

/// A tensor of constants in an ONNX graph: an initializer.
struct ONNXTensor {
  /// The element types that are written, by their numbers in `TensorProto.DataType`.
  enum ElementType: Int64 {
    case float = 1
    case uint8 = 2
    case int64 = 7
  }

  let name: String
  let shape: [Int]
  let type: ElementType
  /// The elements, little-endian and row-major.
  let bytes: [UInt8]

  /// Float32 numbers.
  init(name: String, _ tensor: Tensor<Float>) {
    self.name = name
    shape = tensor.shape.dimensions
    type = .float
    // Every machine that this package runs on stores numbers little-endian.
    bytes = tensor.scalars.withUnsafeBytes { Array($0) }
  }

  /// A list of whole numbers.
  init(name: String, integers: [Int]) {
    self.name = name
    shape = [integers.count]
    type = .int64
    bytes = integers.map(Int64.init).withUnsafeBytes { Array($0) }
  }

  /// The message `TensorProto`.
  var message: ProtocolBuffer {
    var message = ProtocolBuffer()
    for size in shape { message.add(1, integer: Int64(size)) }
    message.add(2, integer: type.rawValue)
    message.add(8, text: name)
    message.add(9, contents: bytes)
    return message
  }
}
