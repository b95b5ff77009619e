import LinearAlgebra

extension Conv2D: ReferenceLayer {
  /// The textbook's way: columns = im2col(x), then y = g(columns · w + b).
  ///
  /// - Shapes: M = N · H' · W' patches, K = KH · KW · C taps, N = F filters.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let sample = Shape(Array(input.shape.dimensions.dropFirst()))
    let window = window(for: sample)
    let columns = im2col(
      input, kernel: kernelSize.pair, strides: strides.pair, dilation: dilationRate.pair, padding: padding)
    let (m, k) = (columns.shape[0], columns.shape[1])
    let kernel = parameters[0]
    var sums = product(.plain(columns.scalars), .plain(kernel), m: m, k: k, n: filters)
    if useBias { addBias(parameters[1], to: &sums) }
    let outputShape: Shape = [input.shape[0], window.vertical.output, window.horizontal.output, filters]
    let (output, activationPullback) = activation.step(Tensor(shape: outputShape, scalars: sums))

    // dw = columnsᵀ · dy, db = Σ dy, dx = col2im(dy · wᵀ).
    return ReferenceStep(output: output) { dOutput in
      let dSums = activationPullback(dOutput).scalars
      let dKernel = product(.transposed(columns.scalars), .plain(dSums), m: k, k: m, n: filters)
      let dColumns = product(.plain(dSums), .transposed(kernel), m: m, k: filters, n: k)
      let dInput = col2im(
        Tensor(shape: columns.shape, scalars: dColumns), imageShape: input.shape, kernel: kernelSize.pair,
        strides: strides.pair, dilation: dilationRate.pair, padding: padding)
      return (dInput, useBias ? [dKernel, columnSums(dSums, columns: filters)] : [dKernel])
    }
  }
}
