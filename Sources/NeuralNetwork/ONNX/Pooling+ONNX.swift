import LinearAlgebra

extension MaxPooling2D: ONNXLayer {
  /// `MaxPool`, whose padding is never the greatest.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    return pooled("MaxPool", input, in: &graph)
  }
}

extension MinPooling2D: ONNXLayer {
  /// min x = −max(−x): `Neg`, `MaxPool`, `Neg`.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    let negative = graph.add("Neg", [input.name], like: input)
    let greatest = pooled("MaxPool", negative, in: &graph)
    return graph.add("Neg", [greatest.name], like: greatest)
  }
}

extension AveragePooling2D: ONNXLayer {
  /// `AveragePool` that counts the pixels inside of the image alone.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    return pooled("AveragePool", input, [("count_include_pad", .integer(0))], in: &graph)
  }
}

extension PoolingLayer {
  /// Adds the operator over the layer's windows.
  fileprivate func pooled(
    _ operation: String, _ input: ONNXValue, _ attributes: [(name: String, value: ONNXAttribute)] = [],
    in graph: inout ONNXGraph
  ) -> ONNXValue {
    let window = window(for: input.shape)
    return graph.add(
      operation, [input.name], attributes + window.onnxAttributes,
      like: window.onnxValue(channels: input.shape[2]))
  }
}
