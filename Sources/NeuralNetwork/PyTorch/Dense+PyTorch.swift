import LinearAlgebra

extension Dense: PyTorchLayer {
  /// `nn.Linear` with its weight as (U, K), the features in the order in which PyTorch flattened them.
  public func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue {
    var input = inputs[0]
    var kernel = parameters[0]
    if let image = input.flattenedImage {
      kernel = kernel.rowsChannelsFirst(of: image)
    } else {
      input = network.channelsLast(input)
    }
    let output = PyTorchValue(name: "", shape: Shape(input.shape.dimensions.dropLast() + [units]))
    let sums = network.add(
      "nn.Linear(\(input.shape[-1]), \(units), bias=\(useBias.python))", to: [input], like: output)
    network.set("weight", of: sums, to: kernel.transposed([1, 0]))
    if useBias { network.set("bias", of: sums, to: parameters[1]) }
    return network.apply(activation, to: sums)
  }
}

extension Tensor {
  /// A number for each feature in the order of the value's features.
  func features(like value: PyTorchValue) -> Tensor {
    guard let image = value.flattenedImage else { return self }
    let column = Tensor(shape: [shape.count, 1], scalars: scalars)
    return Tensor(shape: shape, scalars: column.rowsChannelsFirst(of: image).scalars)
  }

  /// The rows of a (H · W · C, U) matrix in the order of a flattened (C, H, W) image.
  func rowsChannelsFirst(of image: Shape) -> Tensor {
    let units = shape[1]
    let cube = Tensor(shape: [image[0] * image[1], image[2], units], scalars: scalars)
    return Tensor(shape: shape, scalars: cube.transposed([1, 0, 2]).scalars)
  }

  /// The rows of a (C · H · W, U) matrix in the order of a flattened (H, W, C) image.
  func rowsChannelsLast(of image: Shape) -> Tensor {
    let units = shape[1]
    let cube = Tensor(shape: [image[2], image[0] * image[1], units], scalars: scalars)
    return Tensor(shape: shape, scalars: cube.transposed([1, 0, 2]).scalars)
  }
}
