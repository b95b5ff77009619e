import LinearAlgebra

extension MaxPooling2D: PyTorchLayer {
  /// `nn.MaxPool2d`, behind a padding of −∞ where that of the sides differs.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = padded(network.channelsFirst(inputs[0]), with: "-float(\"inf\")", in: &network)
    let (arguments, output) = pyTorchWindow(inputs[0].shape)
    return network.add("nn.MaxPool2d(\(arguments))", to: [input], like: output)
  }
}

extension MinPooling2D: PyTorchLayer {
  /// −max(−x), behind a padding of ∞ where that of the sides differs.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = padded(network.channelsFirst(inputs[0]), with: "float(\"inf\")", in: &network)
    let (arguments, output) = pyTorchWindow(inputs[0].shape)
    return network.add(.minPool, arguments, to: [input], like: output)
  }
}

extension AveragePooling2D: PyTorchLayer {
  /// `nn.AvgPool2d` that counts the pixels inside of the image alone.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = network.channelsFirst(inputs[0])
    let (arguments, output) = pyTorchWindow(input.shape)
    let shape = window(for: input.shape)
    guard shape.isSymmetric else {
      let sizes = "\(window.poolSize.python), \(window.strides.python), \(shape.pythonPadding)"
      return network.add(.averagePool, sizes, to: [input], like: output)
    }
    return network.add("nn.AvgPool2d(\(arguments), count_include_pad=False)", to: [input], like: output)
  }
}

extension PoolingLayer {
  /// The arguments of a pooling module, and what it gives.
  fileprivate func pyTorchWindow(_ input: Shape) -> (arguments: String, output: PyTorchValue) {
    let shape = window(for: input)
    let arguments =
      "\(window.poolSize.python), stride=\(window.strides.python), padding=\(shape.pythonSymmetricPadding)"
    return (arguments, shape.pyTorchValue(channels: input[2]))
  }

  /// The image with its padding around it, where the module cannot add it itself.
  fileprivate func padded(
    _ input: PyTorchValue, with number: String, in network: inout PyTorchNetwork
  ) -> PyTorchValue {
    let shape = window(for: input.shape)
    guard !shape.isSymmetric else { return input }
    return network.add(
      "nn.ConstantPad2d(\(shape.pythonPadding), \(number))", suffix: "padding", to: [input], like: input)
  }
}
