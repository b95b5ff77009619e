import LinearAlgebra

extension Conv2D: PyTorchLayer {
  /// `nn.Conv2d` with its weight as (F, C / G, KH, KW).
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = network.channelsFirst(inputs[0])
    let sums = network.convolve(
      input, window(for: input.shape), parameters[0].transposed([3, 2, 0, 1]), useBias ? parameters[1] : nil,
      groups: groups)
    return network.apply(activation, to: sums)
  }
}

extension DepthwiseConv2D: PyTorchLayer {
  /// `nn.Conv2d` with a group for each channel and its weight as (C · M, 1, KH, KW).
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = network.channelsFirst(inputs[0])
    let sums = network.convolve(
      input, window(for: input.shape), parameters[0].depthwiseChannelsFirst, useBias ? parameters[1] : nil,
      groups: input.shape[2])
    return network.apply(activation, to: sums)
  }
}

extension SeparableConv2D: PyTorchLayer {
  /// `nn.Conv2d` with a group for each channel, then one of a pixel.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = network.channelsFirst(inputs[0])
    let between = network.convolve(
      input, window(for: input.shape), parameters[0].depthwiseChannelsFirst, nil, groups: input.shape[2],
      suffix: "depthwise")
    let pixel = WindowShape(
      height: between.shape[0], width: between.shape[1], kernel: (1, 1), strides: (1, 1), padding: .valid)
    let sums = network.convolve(
      between, pixel, parameters[1].transposed([3, 2, 0, 1]), useBias ? parameters[2] : nil, groups: 1,
      suffix: "pointwise")
    return network.apply(activation, to: sums)
  }
}

extension PyTorchNetwork {
  /// Adds `nn.Conv2d` with its weights, behind `nn.ZeroPad2d` where the sides' padding differs.
  ///
  /// - Shapes: kernel (F, C / groups, KH, KW), bias (F,).
  fileprivate mutating func convolve(
    _ input: PyTorchValue, _ window: WindowShape, _ kernel: Tensor<Float>, _ bias: Tensor<Float>?,
    groups: Int,
    suffix: String? = nil
  ) -> PyTorchValue {
    var input = input
    if !window.isSymmetric {
      input = add("nn.ZeroPad2d(\(window.pythonPadding))", suffix: "padding", to: [input], like: input)
    }
    let (vertical, horizontal) = (window.vertical, window.horizontal)
    let arguments = [
      "\(input.shape[2])", "\(kernel.shape[0])", "(\(vertical.kernel), \(horizontal.kernel))",
      "stride=(\(vertical.stride), \(horizontal.stride))", "padding=\(window.pythonSymmetricPadding)",
      "dilation=(\(vertical.dilation), \(horizontal.dilation))", "groups=\(groups)",
      "bias=\((bias != nil).python)",
    ]
    let sums = add(
      "nn.Conv2d(\(arguments.joined(separator: ", ")))", suffix: suffix, to: [input],
      like: window.pyTorchValue(channels: kernel.shape[0]))
    set("weight", of: sums, to: kernel)
    if let bias { set("bias", of: sums, to: bias) }
    return sums
  }
}

extension WindowShape {
  /// Whether both sides of each axis have the same padding, so that PyTorch's own takes it.
  var isSymmetric: Bool {
    vertical.paddingBefore == vertical.paddingAfter && horizontal.paddingBefore == horizontal.paddingAfter
  }

  /// (left, right, top, bottom)
  var pythonPadding: String {
    "(\(horizontal.paddingBefore), \(horizontal.paddingAfter), \(vertical.paddingBefore), \(vertical.paddingAfter))"
  }

  /// (vertical, horizontal), zeros where a module of its own has padded.
  var pythonSymmetricPadding: String {
    isSymmetric ? "(\(vertical.paddingBefore), \(horizontal.paddingBefore))" : "(0, 0)"
  }

  /// The image that the windows give, as (N, C, H', W').
  func pyTorchValue(channels: Int) -> PyTorchValue {
    PyTorchValue(name: "", shape: [vertical.output, horizontal.output, channels], isChannelsFirst: true)
  }
}

extension Size2 {
  /// The tuple in Python.
  var python: String { "(\(height), \(width))" }
}

extension Bool {
  /// The value in Python.
  var python: String { self ? "True" : "False" }
}
