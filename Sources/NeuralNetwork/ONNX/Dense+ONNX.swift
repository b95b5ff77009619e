import LinearAlgebra

extension Dense: ONNXLayer {
  /// `Gemm` for rows of features; `MatMul` and `Add` where there are more axes before the last.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsLast(inputs[0])
    let output = ONNXValue(name: "", shape: Shape(input.shape.dimensions.dropLast() + [units]))
    let kernel = graph.constant("kernel", parameters[0])
    let bias = useBias ? graph.constant("bias", parameters[1]) : nil
    var sums: ONNXValue
    if input.shape.rank == 1 {
      sums = graph.add("Gemm", [input.name, kernel] + (bias.map { [$0] } ?? []), like: output)
    } else {
      sums = graph.add("MatMul", [input.name, kernel], like: output)
      if let bias { sums = graph.add("Add", [sums.name, bias], like: output) }
    }
    return graph.apply(activation, to: sums)
  }
}
