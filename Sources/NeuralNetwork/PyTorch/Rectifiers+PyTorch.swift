import LinearAlgebra

extension LeakyReLU: PyTorchLayer {
  /// `nn.LeakyReLU`
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    network.add("nn.LeakyReLU(\(negativeSlope))", to: inputs, like: inputs[0])
  }
}

extension ELU: PyTorchLayer {
  /// `nn.ELU`
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    network.add("nn.ELU(\(alpha))", to: inputs, like: inputs[0])
  }
}

extension PReLU: PyTorchLayer {
  /// `nn.PReLU` where there is a slope a channel, else a module with the slopes' own shape.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let rank = inputs[0].shape.rank
    let input = rank == 3 ? network.channelsFirst(inputs[0]) : inputs[0]
    let channels = input.shape[-1]
    if rank == 1 || rank == 3, parameters[0].shape.count == channels, parameters[0].shape[-1] == channels {
      let output = network.add("nn.PReLU(\(channels))", to: [input], like: input)
      let slopes = Tensor(shape: [channels], scalars: parameters[0].scalars)
      network.set("weight", of: output, to: slopes.features(like: input))
      return output
    }
    let slopes = rank == 3 ? parameters[0].transposed([2, 0, 1]) : parameters[0]
    let sizes = slopes.shape.dimensions.map(String.init).joined(separator: ", ")
    let output = network.add(.elementwisePReLU, sizes, to: [input], like: input)
    network.set("weight", of: output, to: slopes)
    return output
  }
}

extension ReLU: PyTorchLayer {
  /// `nn.ReLU` or `nn.Hardtanh`; a module of its own where there is a slope or a threshold.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    if negativeSlope == 0, threshold == 0 {
      let code = maxValue.map { "nn.Hardtanh(0.0, \($0))" } ?? "nn.ReLU()"
      return network.add(code, to: inputs, like: inputs[0])
    }
    let arguments = "\(maxValue.map { "\($0)" } ?? "None"), \(negativeSlope), \(threshold)"
    return network.add(.thresholdReLU, arguments, to: inputs, like: inputs[0])
  }
}
