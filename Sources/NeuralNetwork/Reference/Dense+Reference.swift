import LinearAlgebra

extension Dense: ReferenceLayer {
  /// y = g(x · W + b).
  ///
  /// - Shapes: M rows of x, K inputs, N = U units.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let k = input.shape[-1]
    let m = input.shape.count / k
    let kernel = parameters[0]
    var sums = product(.plain(input.scalars), .plain(kernel), m: m, k: k, n: units)
    if useBias { addBias(parameters[1], to: &sums) }
    let outputShape = Shape(input.shape.dimensions.dropLast() + [units])
    let (output, activationPullback) = activation.step(Tensor(shape: outputShape, scalars: sums))

    // dW = xᵀ · dy, db = Σ dy, dx = dy · Wᵀ.
    return ReferenceStep(output: output) { dOutput in
      let dSums = activationPullback(dOutput).scalars
      let dKernel = product(.transposed(input.scalars), .plain(dSums), m: k, k: m, n: units)
      let dInput = product(.plain(dSums), .transposed(kernel), m: m, k: units, n: k)
      return (
        Tensor(shape: input.shape, scalars: dInput),
        useBias ? [dKernel, columnSums(dSums, columns: units)] : [dKernel]
      )
    }
  }
}
