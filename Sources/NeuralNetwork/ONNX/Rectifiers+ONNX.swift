import LinearAlgebra

extension LeakyReLU: ONNXLayer {
  /// `LeakyRelu`
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let slope = ONNXAttribute.number(Float(negativeSlope))
    return graph.add("LeakyRelu", [inputs[0].name], [("alpha", slope)], like: inputs[0])
  }
}

extension ELU: ONNXLayer {
  /// `Elu`
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    graph.add("Elu", [inputs[0].name], [("alpha", .number(Float(alpha)))], like: inputs[0])
  }
}

extension PReLU: ONNXLayer {
  /// `PRelu` with its slopes in the order of the value's axes.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let slopes = inputs[0].isChannelsFirst ? parameters[0].transposed([2, 0, 1]) : parameters[0]
    return graph.add("PRelu", [inputs[0].name, graph.constant("alpha", slopes)], like: inputs[0])
  }
}

extension ReLU: ONNXLayer {
  /// `Relu` or `Clip`; `Where` x is above the threshold, min(x, maximum), else slope (x − threshold).
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let value = inputs[0]
    if negativeSlope == 0, threshold == 0 {
      guard let maxValue else { return graph.apply(.relu, to: value) }
      return graph.clip(value, from: 0, to: Float(maxValue))
    }
    let limit = graph.constant("threshold", Float(threshold))
    let isAbove = graph.add("Greater", [value.name, limit], like: value)
    var upper = value
    if let maxValue {
      upper = graph.add("Min", [value.name, graph.constant("maximum", Float(maxValue))], like: value)
    }
    let below = graph.add("Sub", [value.name, limit], like: value)
    let lower = graph.add("Mul", [below.name, graph.constant("slope", Float(negativeSlope))], like: value)
    return graph.add("Where", [isAbove.name, upper.name, lower.name], like: value)
  }
}
