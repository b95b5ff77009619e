import LinearAlgebra

extension BatchNormalization: ONNXLayer {
  /// `BatchNormalization` with the moving statistics; over other than images and rows, x · factor + offset.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let values = InferenceValues(self, parameters)
    let rank = inputs[0].shape.rank
    guard rank == 1 || rank == 3 else {
      return graph.scale(inputs[0], by: values.factors, plus: values.offsets)
    }
    let input = rank == 3 ? graph.channelsFirst(inputs[0]) : inputs[0]
    let vectors = [
      ("gamma", values.gamma), ("beta", values.beta), ("moving_mean", values.mean),
      ("moving_variance", values.variance),
    ]
    let names = vectors.map { graph.constant($0.0, Tensor(shape: [$0.1.count], scalars: $0.1)) }
    return graph.add(
      "BatchNormalization", [input.name] + names, [("epsilon", .number(Float(epsilon)))], like: input)
  }
}

extension BatchNormalization {
  /// What the layer has when it does not train, with ones and zeros in the place of what it does without.
  struct InferenceValues {
    let gamma, beta, mean, variance: [Float]
    /// γ / √(σ² + ε)
    let factors: [Float]
    /// β − μ · factor
    let offsets: [Float]

    init(_ layer: BatchNormalization, _ parameters: [Tensor<Float>]) {
      var rest = parameters.map(\.scalars)[...]
      let count = parameters[0].scalars.count
      gamma = layer.scale ? rest.removeFirst() : [Float](repeating: 1, count: count)
      beta = layer.center ? rest.removeFirst() : [Float](repeating: 0, count: count)
      mean = rest.removeFirst()
      variance = rest.removeFirst()
      factors = zip(gamma, variance).map { Float(Double($0) / (Double($1) + layer.epsilon).squareRoot()) }
      let means = zip(mean, factors).map { $0 * $1 }
      offsets = zip(beta, means).map { $0 - $1 }
    }
  }
}

extension LayerNormalization: ONNXLayer {
  /// γ (x − μ) / √(σ² + ε) + β from the operators of opset 13, which has none for it.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let value = inputs[0]
    let centered = graph.add("Sub", [value.name, graph.channelMean(value).name], like: value)
    let squares = graph.add("Mul", [centered.name, centered.name], like: value)
    let variance = graph.channelMean(squares)
    let sum = graph.add("Add", [variance.name, graph.constant("epsilon", Float(epsilon))], like: value)
    let deviation = graph.add("Sqrt", [sum.name], like: value)
    var output = graph.add("Div", [centered.name, deviation.name], like: value)
    var rest = parameters.map(\.scalars)[...]
    if scale {
      let gamma = graph.constant("gamma", perChannel: rest.removeFirst(), of: value)
      output = graph.add("Mul", [output.name, gamma], like: value)
    }
    if center {
      let beta = graph.constant("beta", perChannel: rest.removeFirst(), of: value)
      output = graph.add("Add", [output.name, beta], like: value)
    }
    return output
  }
}

extension ONNXGraph {
  /// The mean of each row of channels.
  fileprivate mutating func channelMean(_ value: ONNXValue) -> ONNXValue {
    let axes = ONNXAttribute.integers([value.channelAxis])
    return add("ReduceMean", [value.name], [("axes", axes), ("keepdims", .integer(1))], like: value)
  }

  /// x · factor + offset, each one number or one a channel.
  mutating func scale(_ value: ONNXValue, by factors: [Float], plus offsets: [Float]) -> ONNXValue {
    let product = add(
      "Mul", [value.name, constant("scale", perChannel: factors, of: value)], like: value)
    return add("Add", [product.name, constant("offset", perChannel: offsets, of: value)], like: value)
  }
}

extension Rescaling: ONNXLayer {
  /// `Mul` and `Add`
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    graph.scale(inputs[0], by: scale.map(Float.init), plus: offset.map(Float.init))
  }
}

extension LocalResponseNormalization: ONNXLayer {
  /// `LRN`, whose α is divided by the size of the window.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    // Neighbours beyond the channels are not there: a wider window is the same.
    let radius = min(depthRadius, input.shape[2])
    let size = 2 * radius + 1
    return graph.add(
      "LRN", [input.name],
      [
        ("alpha", .number(Float(alpha * Double(size)))), ("beta", .number(Float(beta))),
        ("bias", .number(Float(bias))), ("size", .integer(size)),
      ], like: input)
  }
}
