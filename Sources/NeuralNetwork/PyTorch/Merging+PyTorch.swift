import LinearAlgebra

extension Add: PyTorchLayer {
  /// A module that adds its inputs.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let values = network.alike(inputs)
    return network.add(.add, "", to: values, like: values[0])
  }
}

extension Concatenate: PyTorchLayer {
  /// A module that joins its inputs along the channels.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    let values = network.alike(inputs)
    var output = values[0]
    let count = values.reduce(0) { $0 + $1.shape[-1] }
    output.shape = Shape(output.shape.dimensions.dropLast() + [count])
    return network.add(.concatenate, "\(output.channelAxis)", to: values, like: output)
  }
}

extension PyTorchNetwork {
  /// The values in the same order of axes: channels first as soon as one of them is an image so.
  fileprivate mutating func alike(_ values: [PyTorchValue]) -> [PyTorchValue] {
    let isFirst = values.contains(where: \.isChannelsFirst)
    return values.map { isFirst ? channelsFirst($0) : channelsLast($0) }
  }
}
