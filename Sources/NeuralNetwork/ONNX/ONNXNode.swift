import Files

/// One operator of an ONNX graph, its inputs and its output by their names.
struct ONNXNode {
  let operation: String
  let name: String
  var inputs: [String]
  var output: String
  let attributes: [(name: String, value: ONNXAttribute)]

  /// The message `NodeProto`.
  var message: ProtocolBuffer {
    var message = ProtocolBuffer()
    for input in inputs { message.add(1, text: input) }
    message.add(2, text: output)
    message.add(3, text: name)
    message.add(4, text: operation)
    for attribute in attributes { message.add(5, message: attribute.value.message(named: attribute.name)) }
    return message
  }
}
