import LinearAlgebra

extension Conv2D: ONNXLayer {
  /// `Conv` with the kernel as (F, C / G, KH, KW).
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    let kernel = graph.constant("kernel", parameters[0].transposed([3, 2, 0, 1]))
    let bias = useBias ? graph.constant("bias", parameters[1]) : nil
    let sums = graph.convolve(input, window(for: input.shape), kernel, bias, groups: groups, filters: filters)
    return graph.apply(activation, to: sums)
  }
}

extension DepthwiseConv2D: ONNXLayer {
  /// `Conv` with a group for each channel and the kernel as (C · M, 1, KH, KW).
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    let kernel = graph.constant("kernel", parameters[0].depthwiseChannelsFirst)
    let bias = useBias ? graph.constant("bias", parameters[1]) : nil
    let channels = input.shape[2]
    let sums = graph.convolve(
      input, window(for: input.shape), kernel, bias, groups: channels, filters: channels * depthMultiplier)
    return graph.apply(activation, to: sums)
  }
}

extension SeparableConv2D: ONNXLayer {
  /// `Conv` with a group for each channel, then `Conv` of one pixel.
  public func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue {
    let input = graph.channelsFirst(inputs[0])
    let depthwise = graph.constant("depthwise_kernel", parameters[0].depthwiseChannelsFirst)
    let channels = input.shape[2]
    let between = graph.convolve(
      input, window(for: input.shape), depthwise, nil, groups: channels, filters: channels * depthMultiplier)
    let pointwise = graph.constant("pointwise_kernel", parameters[1].transposed([3, 2, 0, 1]))
    let bias = useBias ? graph.constant("bias", parameters[2]) : nil
    let pixel = WindowShape(
      height: between.shape[0], width: between.shape[1], kernel: (1, 1), strides: (1, 1), padding: .valid)
    let sums = graph.convolve(between, pixel, pointwise, bias, groups: 1, filters: filters)
    return graph.apply(activation, to: sums)
  }
}

extension ONNXGraph {
  /// Adds `Conv` over (N, C, H, W), with the padding of both sides spelled out.
  fileprivate mutating func convolve(
    _ input: ONNXValue, _ window: WindowShape, _ kernel: String, _ bias: String?, groups: Int, filters: Int
  ) -> ONNXValue {
    let dilations = ONNXAttribute.integers([window.vertical.dilation, window.horizontal.dilation])
    return add(
      "Conv", [input.name, kernel] + (bias.map { [$0] } ?? []),
      [("dilations", dilations), ("group", .integer(groups))] + window.onnxAttributes,
      like: window.onnxValue(channels: filters))
  }
}

extension Tensor {
  /// A depthwise kernel (KH, KW, C, M) as other frameworks have it, (C · M, 1, KH, KW).
  var depthwiseChannelsFirst: Tensor {
    let turned = transposed([2, 3, 0, 1])
    return Tensor(shape: [shape[2] * shape[3], 1, shape[0], shape[1]], scalars: turned.scalars)
  }
}

extension WindowShape {
  /// The attributes that all windows have in ONNX.
  var onnxAttributes: [(name: String, value: ONNXAttribute)] {
    let before = [vertical.paddingBefore, horizontal.paddingBefore]
    return [
      ("kernel_shape", .integers([vertical.kernel, horizontal.kernel])),
      ("pads", .integers(before + [vertical.paddingAfter, horizontal.paddingAfter])),
      ("strides", .integers([vertical.stride, horizontal.stride])),
    ]
  }

  /// The image that the windows give, as (N, C, H', W').
  func onnxValue(channels: Int) -> ONNXValue {
    ONNXValue(name: "", shape: [vertical.output, horizontal.output, channels], isChannelsFirst: true)
  }
}
