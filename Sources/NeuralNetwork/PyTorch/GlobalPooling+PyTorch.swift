import LinearAlgebra

extension GlobalAveragePooling2D: PyTorchLayer {
  /// `nn.AdaptiveAvgPool2d(1)`
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    pooled("nn.AdaptiveAvgPool2d(1)", inputs[0], in: &network)
  }
}

extension GlobalMaxPooling2D: PyTorchLayer {
  /// `nn.AdaptiveMaxPool2d(1)`
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    pooled("nn.AdaptiveMaxPool2d(1)", inputs[0], in: &network)
  }
}

extension GlobalPoolingLayer {
  /// Adds the module, which keeps the axes, and `nn.Flatten` where they shall go.
  fileprivate func pooled(
    _ code: String, _ value: PyTorchValue, in network: inout PyTorchNetwork
  ) -> PyTorchValue {
    let input = network.channelsFirst(value)
    let channels = input.shape[2]
    let pixel = PyTorchValue(name: "", shape: [1, 1, channels], isChannelsFirst: true)
    let pooled = network.add(code, to: [input], like: pixel)
    guard !keepdims else { return pooled }
    let row = PyTorchValue(name: "", shape: [channels])
    return network.add("nn.Flatten()", suffix: "flatten", to: [pooled], like: row)
  }
}
