import LinearAlgebra

extension Flatten: ReferenceLayer {
  /// y is x with another shape; so is dx.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let shape: Shape = [input.shape[0], input.shape.count / input.shape[0]]
    return ReferenceStep(output: Tensor(shape: shape, scalars: input.scalars)) { dOutput in
      (Tensor(shape: input.shape, scalars: dOutput.scalars), [])
    }
  }
}

extension Activation: ReferenceLayer {
  /// y = g(x).
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let (output, pullback) = activation.step(input)
    return ReferenceStep(output: output) { (pullback($0), []) }
  }
}

extension Dropout: ReferenceLayer {
  /// While training y = x · m / (1 − rate), and dx = dy · m / (1 − rate); otherwise y = x.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    guard let dropout = context.dropout else { return ReferenceStep(output: input) { ($0, []) } }
    let mask = DropoutMask(rate: rate, seed: dropout.seed, layer: context.layerIndex)
    let size = input.shape.count / input.shape[0]
    let factors = input.scalars.indices.map { index in
      mask.keeps(element: index % size, position: index / size, step: dropout.step) ? 1 / (1 - rate) : 0
    }
    func masked(_ tensor: Tensor<Double>) -> Tensor<Double> {
      Tensor(shape: tensor.shape, scalars: zip(tensor.scalars, factors).map { $0 * $1 })
    }
    return ReferenceStep(output: masked(input)) { (masked($0), []) }
  }
}

extension SpatialDropout2D: ReferenceLayer {
  /// While training y = x · m / (1 − rate) with one m a channel, and dx = dy · m / (1 − rate); otherwise y = x.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    guard let dropout = context.dropout else { return ReferenceStep(output: input) { ($0, []) } }
    let mask = DropoutMask(rate: rate, seed: dropout.seed, layer: context.layerIndex)
    let channels = input.shape[-1]
    let size = input.shape.count / input.shape[0]
    let factors = input.scalars.indices.map { index in
      mask.keeps(element: index % channels, position: index / size, step: dropout.step) ? 1 / (1 - rate) : 0
    }
    func masked(_ tensor: Tensor<Double>) -> Tensor<Double> {
      Tensor(shape: tensor.shape, scalars: zip(tensor.scalars, factors).map { $0 * $1 })
    }
    return ReferenceStep(output: masked(input)) { (masked($0), []) }
  }
}

extension Rescaling: ReferenceLayer {
  /// y = x · scale + offset, and dx = dy · scale.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let channels = input.shape[-1]
    func scaled(_ tensor: Tensor<Double>, offset: [Double]) -> Tensor<Double> {
      let scalars = tensor.scalars.enumerated().map { index, value in
        value * scale[index % channels % scale.count] + offset[index % channels % offset.count]
      }
      return Tensor(shape: tensor.shape, scalars: scalars)
    }
    return ReferenceStep(output: scaled(input, offset: offset)) { (scaled($0, offset: [0]), []) }
  }
}

extension ZeroPadding2D: ReferenceLayer {
  /// y is x inside of the border and 0 on it; dx is the inside of dy.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let (images, height, width) = (input.shape[0], input.shape[1], input.shape[2])
    let channels = input.shape[3]
    let shape: Shape = [images, top + height + bottom, left + width + right, channels]
    /// The place in y of an element of x.
    func place(_ index: Int) -> Int {
      let (pixel, channel) = (index / channels, index % channels)
      let (row, column) = (pixel / width, pixel % width)
      let paddedRow = row / height * shape[1] + top + row % height
      return (paddedRow * shape[2] + left + column) * channels + channel
    }
    var output = Tensor(repeating: 0.0, shape: shape)
    for (index, value) in input.scalars.enumerated() { output.scalars[place(index)] = value }
    return ReferenceStep(output: output) { dOutput in
      (Tensor(shape: input.shape, scalars: input.scalars.indices.map { dOutput.scalars[place($0)] }), [])
    }
  }
}
