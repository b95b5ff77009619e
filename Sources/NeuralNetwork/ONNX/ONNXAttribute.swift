import Files

/// An argument of an ONNX operator that is known when the graph is written.
public enum ONNXAttribute: Hashable, Sendable {
  /// A whole number, such as `axis`.
  case integer(Int)
  /// Whole numbers, such as `kernel_shape`.
  case integers([Int])
  /// A number, such as `alpha`.
  case number(Float)

  /// The message `AttributeProto`.
  func message(named name: String) -> ProtocolBuffer {
    var message = ProtocolBuffer()
    message.add(1, text: name)
    switch self {
    case .number(let value): message.add(2, float: value)
    case .integer(let value): message.add(3, integer: Int64(value))
    case .integers(let values): for value in values { message.add(8, integer: Int64(value)) }
    }
    message.add(20, integer: kind)
    return message
  }

  /// The number of the kind in `AttributeProto.AttributeType`.
  private var kind: Int64 {
    switch self {
    case .number: 1
    case .integer: 2
    case .integers: 7
    }
  }
}
