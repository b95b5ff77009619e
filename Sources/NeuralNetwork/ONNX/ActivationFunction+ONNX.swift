import LinearAlgebra

extension ONNXGraph {
  /// Adds g(x) and returns it; `linear` adds nothing. What opset 13 lacks is spelled out.
  public mutating func apply(_ activation: ActivationFunction, to value: ONNXValue) -> ONNXValue {
    let slope = ONNXAttribute.number(Float(ActivationFunction.leakySlope))
    switch activation {
    case .linear: return value
    case .relu: return add("Relu", [value.name], like: value)
    case .relu6: return clip(value, from: 0, to: 6)
    case .leakyRelu: return add("LeakyRelu", [value.name], [("alpha", slope)], like: value)
    case .elu: return add("Elu", [value.name], [("alpha", .number(1))], like: value)
    case .gelu: return gelu(value)
    case .sigmoid: return add("Sigmoid", [value.name], like: value)
    case .tanh: return add("Tanh", [value.name], like: value)
    case .softplus: return add("Softplus", [value.name], like: value)
    case .swish:
      let sigmoid = add("Sigmoid", [value.name], like: value)
      return add("Mul", [value.name, sigmoid.name], like: value)
    case .hardSwish:
      let line: [(name: String, value: ONNXAttribute)] = [("alpha", .number(1 / 6)), ("beta", .number(0.5))]
      let sigmoid = add("HardSigmoid", [value.name], line, like: value)
      return add("Mul", [value.name, sigmoid.name], like: value)
    case .softmax:
      return add("Softmax", [value.name], [("axis", .integer(value.channelAxis))], like: value)
    }
  }

  /// min(max(x, least), greatest)
  mutating func clip(_ value: ONNXValue, from least: Float, to greatest: Float) -> ONNXValue {
    add("Clip", [value.name, constant("least", least), constant("greatest", greatest)], like: value)
  }

  /// x (1 + erf(x / √2)) / 2
  private mutating func gelu(_ value: ONNXValue) -> ONNXValue {
    let scaled = add("Mul", [value.name, constant("sqrt_half", Float(0.5.squareRoot()))], like: value)
    let erf = add("Erf", [scaled.name], like: value)
    let sum = add("Add", [erf.name, constant("one", 1)], like: value)
    let half = add("Mul", [value.name, constant("half", 0.5)], like: value)
    return add("Mul", [half.name, sum.name], like: value)
  }
}

extension Activation: ONNXLayer {
  /// The function's nodes.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    graph.apply(activation, to: inputs[0])
  }
}
