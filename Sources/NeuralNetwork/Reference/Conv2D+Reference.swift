import LinearAlgebra

extension Conv2D: ReferenceLayer {
  /// The textbook's way, for each group: columns = im2col(x), then y = g(columns · w + b).
  ///
  /// - Shapes: M = N · H' · W' patches, K = KH · KW · C / G taps, N = F / G filters.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let window = window(for: Shape(Array(input.shape.dimensions.dropFirst())))
    let channels = input.shape[-1]
    let (c, n) = (channels / groups, filters / groups)
    let groupShape = Shape(input.shape.dimensions.dropLast() + [c])
    let outputShape: Shape = [input.shape[0], window.vertical.output, window.horizontal.output, filters]
    let m = outputShape.count / filters
    let k = window.taps * c
    let kernel = parameters[0]

    var sums = [Double](repeating: 0, count: outputShape.count)
    var columns: [[Double]] = []
    for group in 0..<groups {
      let part = cut(input.scalars, columns: channels, from: group * c, count: c)
      columns.append(
        im2col(
          Tensor(shape: groupShape, scalars: part), kernel: kernelSize.pair, strides: strides.pair,
          dilation: dilationRate.pair, padding: padding
        ).scalars)
      let groupKernel = cut(kernel, columns: filters, from: group * n, count: n)
      paste(
        product(.plain(columns[group]), .plain(groupKernel), m: m, k: k, n: n), into: &sums,
        columns: filters, from: group * n, count: n)
    }
    if useBias { addBias(parameters[1], to: &sums) }
    let (output, activationPullback) = activation.step(Tensor(shape: outputShape, scalars: sums))

    // dw = columnsᵀ · dy, db = Σ dy, dx = col2im(dy · wᵀ).
    return ReferenceStep(output: output) { [columns] dOutput in
      let dSums = activationPullback(dOutput).scalars
      var dKernel = [Double](repeating: 0, count: kernel.count)
      var dInput = [Double](repeating: 0, count: input.shape.count)
      for group in 0..<groups {
        let dPart = cut(dSums, columns: filters, from: group * n, count: n)
        let groupKernel = cut(kernel, columns: filters, from: group * n, count: n)
        paste(
          product(.transposed(columns[group]), .plain(dPart), m: k, k: m, n: n), into: &dKernel,
          columns: filters, from: group * n, count: n)
        let dColumns = product(.plain(dPart), .transposed(groupKernel), m: m, k: n, n: k)
        let dGroup = col2im(
          Tensor(shape: [m, k], scalars: dColumns), imageShape: groupShape, kernel: kernelSize.pair,
          strides: strides.pair, dilation: dilationRate.pair, padding: padding)
        paste(dGroup.scalars, into: &dInput, columns: channels, from: group * c, count: c)
      }
      return (
        Tensor(shape: input.shape, scalars: dInput),
        useBias ? [dKernel, columnSums(dSums, columns: filters)] : [dKernel]
      )
    }
  }
}
