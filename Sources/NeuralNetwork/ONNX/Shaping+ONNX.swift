import LinearAlgebra

extension Flatten: ONNXLayer {
  /// `Flatten` of the image with its channels last: the order of the features is Keras'.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsLast(inputs[0])
    let output = ONNXValue(name: "", shape: [input.shape.count])
    return graph.add("Flatten", [input.name], [("axis", .integer(1))], like: output)
  }
}

extension ZeroPadding2D: ONNXLayer {
  /// `Pad`
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    let shape = input.shape
    let output = ONNXValue(
      name: "", shape: [top + shape[0] + bottom, left + shape[1] + right, shape[2]], isChannelsFirst: true)
    let pads = graph.constant("pads", integers: [0, 0, top, left, 0, 0, bottom, right])
    return graph.add("Pad", [input.name, pads], like: output)
  }
}

extension Dropout: ONNXLayer {
  /// Nothing: dropout is for training.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    inputs[0]
  }
}

extension SpatialDropout2D: ONNXLayer {
  /// Nothing: dropout is for training.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    inputs[0]
  }
}
