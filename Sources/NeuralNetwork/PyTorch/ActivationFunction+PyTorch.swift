import LinearAlgebra

extension ActivationFunction {
  /// What makes the function's module, nil for none.
  ///
  /// - Parameter axis: The axis of the channels.
  fileprivate func pyTorchCode(axis: Int) -> String? {
    switch self {
    case .linear: nil
    case .relu: "nn.ReLU()"
    case .relu6: "nn.ReLU6()"
    case .leakyRelu: "nn.LeakyReLU(\(ActivationFunction.leakySlope))"
    case .elu: "nn.ELU()"
    case .gelu: "nn.GELU()"
    case .sigmoid: "nn.Sigmoid()"
    case .tanh: "nn.Tanh()"
    case .softplus: "nn.Softplus()"
    case .swish: "nn.SiLU()"
    case .hardSwish: "nn.Hardswish()"
    case .softmax: "nn.Softmax(dim=\(axis))"
    }
  }
}

extension PyTorchNetwork {
  /// Adds g(x) and returns it; `linear` adds nothing.
  ///
  /// - Parameter isLayer: Whether the function is a layer of its own, whose name the module has.
  public mutating func apply(
    _ activation: ActivationFunction, to value: PyTorchValue, isLayer: Bool = false
  ) -> PyTorchValue {
    guard let code = activation.pyTorchCode(axis: value.channelAxis) else { return value }
    return add(code, suffix: isLayer ? nil : activation.kerasName, to: [value], like: value)
  }
}

extension Activation: PyTorchLayer {
  /// The function's module.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    network.apply(activation, to: inputs[0], isLayer: true)
  }
}
