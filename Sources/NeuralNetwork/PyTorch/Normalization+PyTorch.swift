import LinearAlgebra

extension BatchNormalization: PyTorchLayer {
  /// `nn.BatchNorm2d` or `nn.BatchNorm1d`; over other than images and rows, x · factor + offset.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let values = InferenceValues(self, parameters)
    let rank = inputs[0].shape.rank
    guard rank == 1 || rank == 3 else {
      return network.scale(inputs[0], by: values.factors, plus: values.offsets)
    }
    let input = rank == 3 ? network.channelsFirst(inputs[0]) : inputs[0]
    let type = rank == 3 ? "BatchNorm2d" : "BatchNorm1d"
    let hasWeights = scale || center
    let momentum = (1 - momentum).rounded(toPlaces: 12)
    let output = network.add(
      "nn.\(type)(\(input.shape[-1]), eps=\(epsilon), momentum=\(momentum), affine=\(hasWeights.python))",
      to: [input], like: input)
    let statistics = [("running_mean", values.mean), ("running_var", values.variance)]
    for (name, numbers) in (hasWeights ? [("weight", values.gamma), ("bias", values.beta)] : []) + statistics
    {
      network.set(
        name, of: output, to: Tensor(shape: [numbers.count], scalars: numbers).features(like: input))
    }
    return output
  }
}

extension LayerNormalization: PyTorchLayer {
  /// `nn.LayerNorm` over the last axis.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = inputs[0].shape.rank == 1 ? inputs[0] : network.channelsLast(inputs[0])
    let hasWeights = scale || center
    let output = network.add(
      "nn.LayerNorm(\(input.shape[-1]), eps=\(epsilon), elementwise_affine=\(hasWeights.python))",
      to: [input], like: input)
    guard hasWeights else { return output }
    var rest = parameters[...]
    let shape: Shape = [input.shape[-1]]
    let gamma = scale ? rest.removeFirst() : Tensor(repeating: 1, shape: shape)
    let beta = center ? rest.removeFirst() : Tensor(repeating: 0, shape: shape)
    network.set("weight", of: output, to: gamma.features(like: input))
    network.set("bias", of: output, to: beta.features(like: input))
    return output
  }
}

extension Rescaling: PyTorchLayer {
  /// x · scale + offset
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    network.scale(inputs[0], by: scale.map(Float.init), plus: offset.map(Float.init))
  }
}

extension LocalResponseNormalization: PyTorchLayer {
  /// `nn.LocalResponseNorm`, whose α is divided by the size of the window.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let input = network.channelsFirst(inputs[0])
    // Neighbours beyond the channels are not there: a wider window is the same.
    let size = 2 * min(depthRadius, input.shape[2]) + 1
    let code =
      "nn.LocalResponseNorm(\(size), alpha=\(alpha * Double(size)), beta=\(beta), k=\(bias))"
    return network.add(code, to: [input], like: input)
  }
}

extension PyTorchNetwork {
  /// x · factor + offset, each one number or one a channel.
  fileprivate mutating func scale(
    _ value: PyTorchValue, by factors: [Float], plus offsets: [Float]
  ) -> PyTorchValue {
    let isPerChannel = factors.count > 1 || offsets.count > 1
    let input = isPerChannel && value.flattenedImage != nil ? channelsLast(value) : value
    let count = isPerChannel ? input.shape[-1] : 1
    let shape: Shape = isPerChannel && input.isChannelsFirst ? [count, 1, 1] : [count]
    let sizes = shape.dimensions.map(String.init).joined(separator: ", ")
    let output = add(.scale, sizes, to: [input], like: input)
    for (name, numbers) in [("weight", factors), ("bias", offsets)] {
      let scalars = numbers.count == count ? numbers : [Float](repeating: numbers[0], count: count)
      set(name, of: output, to: Tensor(shape: shape, scalars: scalars))
    }
    return output
  }
}

extension Double {
  /// The number without the last digits that a subtraction leaves: 0.01 for 1 − 0.99.
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
    return (self * factor).rounded() / factor
  }
}
