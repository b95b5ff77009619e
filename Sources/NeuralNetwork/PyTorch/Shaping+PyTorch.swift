import LinearAlgebra

extension Flatten: PyTorchLayer {
  /// `nn.Flatten`, of an image with its channels first; what follows minds the order.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = inputs[0]
    // One channel, or one pixel, has the same order either way.
    let isReordered = input.isChannelsFirst && input.shape[2] > 1 && input.shape[0] * input.shape[1] > 1
    let output = PyTorchValue(
      name: "", shape: [input.shape.count],
      flattenedImage: isReordered ? input.shape : input.flattenedImage)
    return network.add("nn.Flatten()", to: [input], like: output)
  }
}

extension Dropout: PyTorchLayer {
  /// `nn.Dropout`, which does nothing in a model that is evaluated.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    network.add("nn.Dropout(\(rate))", to: inputs, like: inputs[0])
  }
}

extension SpatialDropout2D: PyTorchLayer {
  /// `nn.Dropout2d`, which does nothing in a model that is evaluated.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = network.channelsFirst(inputs[0])
    return network.add("nn.Dropout2d(\(rate))", to: [input], like: input)
  }
}

extension ZeroPadding2D: PyTorchLayer {
  /// `nn.ZeroPad2d`
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = network.channelsFirst(inputs[0])
    let shape = input.shape
    let output = PyTorchValue(
      name: "", shape: [top + shape[0] + bottom, left + shape[1] + right, shape[2]], isChannelsFirst: true)
    return network.add("nn.ZeroPad2d((\(left), \(right), \(top), \(bottom)))", to: [input], like: output)
  }
}
