import LinearAlgebra

/// A layer of several inputs in plain loops of `Double`.
protocol ReferenceMergingLayer: MergingLayer {
  /// y from the inputs, and the way back from dy to the gradient of each.
  func merge(
    _ inputs: [Tensor<Double>]
  ) -> (output: Tensor<Double>, pullback: (_ dOutput: Tensor<Double>) -> [Tensor<Double>])
}

extension Add: ReferenceMergingLayer {
  /// y = Σ xₖ; every dxₖ is dy.
  func merge(
    _ inputs: [Tensor<Double>]
  ) -> (output: Tensor<Double>, pullback: (_ dOutput: Tensor<Double>) -> [Tensor<Double>]) {
    var sum = inputs[0]
    for input in inputs.dropFirst() {
      for index in sum.scalars.indices { sum.scalars[index] += input.scalars[index] }
    }
    return (sum, { dOutput in inputs.map { _ in dOutput } })
  }
}

extension Concatenate: ReferenceMergingLayer {
  /// y has the inputs' channels side by side; dxₖ is its part of dy.
  func merge(
    _ inputs: [Tensor<Double>]
  ) -> (output: Tensor<Double>, pullback: (_ dOutput: Tensor<Double>) -> [Tensor<Double>]) {
    let channels = inputs.reduce(0) { $0 + $1.shape[-1] }
    let shape = Shape(inputs[0].shape.dimensions.dropLast() + [channels])
    var output = Tensor(repeating: 0.0, shape: shape)
    var firsts = [0]
    for input in inputs {
      let count = input.shape[-1]
      paste(input.scalars, into: &output.scalars, columns: channels, from: firsts.last!, count: count)
      firsts.append(firsts.last! + count)
    }
    return (
      output,
      { [firsts] dOutput in
        zip(inputs, firsts).map { input, first in
          let part = cut(dOutput.scalars, columns: channels, from: first, count: input.shape[-1])
          return Tensor(shape: input.shape, scalars: part)
        }
      }
    )
  }
}
