import LinearAlgebra

extension GlobalAveragePooling2D: ONNXLayer {
  /// `GlobalAveragePool`
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    pooled("GlobalAveragePool", inputs[0], in: &graph)
  }
}

extension GlobalMaxPooling2D: ONNXLayer {
  /// `GlobalMaxPool`
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    pooled("GlobalMaxPool", inputs[0], in: &graph)
  }
}

extension GlobalPoolingLayer {
  /// Adds the operator, which keeps the axes, and `Flatten` where they shall go.
  fileprivate func pooled(_ operation: String, _ value: ONNXValue, in graph: inout ONNXGraph) -> ONNXValue {
    let input = graph.channelsFirst(value)
    let channels = input.shape[2]
    let pixel = ONNXValue(name: "", shape: [1, 1, channels], isChannelsFirst: true)
    let pooled = graph.add(operation, [input.name], like: pixel)
    guard !keepdims else { return pooled }
    let row = ONNXValue(name: "", shape: [channels])
    return graph.add("Flatten", [pooled.name], [("axis", .integer(1))], like: row)
  }
}
