import LinearAlgebra

extension Add: ONNXLayer {
  /// `Add`, one for each input after the first.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let values = graph.alike(inputs)
    return values.dropFirst().reduce(values[0]) { graph.add("Add", [$0.name, $1.name], like: $0) }
  }
}

extension Concatenate: ONNXLayer {
  /// `Concat` along the channels.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let values = graph.alike(inputs)
    var output = values[0]
    let count = values.reduce(0) { $0 + $1.shape[-1] }
    output.shape = Shape(output.shape.dimensions.dropLast() + [count])
    let axis = ONNXAttribute.integer(output.channelAxis)
    return graph.add("Concat", values.map(\.name), [("axis", axis)], like: output)
  }
}

extension ONNXGraph {
  /// The values in the same order of axes: channels first as soon as one of them is.
  fileprivate mutating func alike(_ values: [ONNXValue]) -> [ONNXValue] {
    guard values.contains(where: \.isChannelsFirst) else { return values }
    return values.map { channelsFirst($0) }
  }
}
