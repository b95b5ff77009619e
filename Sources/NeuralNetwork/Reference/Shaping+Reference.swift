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
