import LinearAlgebra

extension DepthwiseConv2D: ReferenceLayer {
  /// y = g(depthwise(x) + b).
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let convolution = DepthwiseConvolution(self, input: input.shape, multiplier: depthMultiplier)
    let kernel = parameters[0]
    var sums = convolution.output(of: input, kernel: kernel)
    if useBias { addBias(parameters[1], to: &sums.scalars) }
    let (output, activationPullback) = activation.step(sums)
    return ReferenceStep(output: output) { dOutput in
      let dSums = activationPullback(dOutput)
      let (dInput, dKernel) = convolution.gradients(of: input, kernel: kernel, dOutput: dSums)
      return (
        dInput, useBias ? [dKernel, columnSums(dSums.scalars, columns: dSums.shape[-1])] : [dKernel]
      )
    }
  }
}

extension SeparableConv2D: ReferenceLayer {
  /// y = g(depthwise(x) · P + b).
  ///
  /// - Shapes: M = N · H' · W' pixels, K = C · M channels between the two, N = F filters.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let convolution = DepthwiseConvolution(self, input: input.shape, multiplier: depthMultiplier)
    let (depthwise, pointwise) = (parameters[0], parameters[1])
    let between = convolution.output(of: input, kernel: depthwise)
    let k = between.shape[-1]
    let m = between.shape.count / k
    var sums = product(.plain(between.scalars), .plain(pointwise), m: m, k: k, n: filters)
    if useBias { addBias(parameters[2], to: &sums) }
    let outputShape = Shape(between.shape.dimensions.dropLast() + [filters])
    let (output, activationPullback) = activation.step(Tensor(shape: outputShape, scalars: sums))

    // dP = betweenᵀ · dy, db = Σ dy, dbetween = dy · Pᵀ.
    return ReferenceStep(output: output) { dOutput in
      let dSums = activationPullback(dOutput).scalars
      let dPointwise = product(.transposed(between.scalars), .plain(dSums), m: k, k: m, n: filters)
      let dBetween = product(.plain(dSums), .transposed(pointwise), m: m, k: filters, n: k)
      let (dInput, dDepthwise) = convolution.gradients(
        of: input, kernel: depthwise, dOutput: Tensor(shape: between.shape, scalars: dBetween))
      let dKernels = [dDepthwise, dPointwise]
      return (dInput, useBias ? dKernels + [columnSums(dSums, columns: filters)] : dKernels)
    }
  }
}

/// y[n, i, j, c·M + m] = Σ x[n, i·s + p·d, j·s + q·d, c] · w[p, q, c, m] in plain loops.
private struct DepthwiseConvolution {
  let window: WindowShape
  let images: Int
  let channels: Int
  let multiplier: Int

  init(_ layer: some ConvolutionLayer, input: Shape, multiplier: Int) {
    window = layer.window(for: Shape(Array(input.dimensions.dropFirst())))
    images = input[0]
    channels = input[-1]
    self.multiplier = multiplier
  }

  func output(of input: Tensor<Double>, kernel: [Double]) -> Tensor<Double> {
    let shape: Shape = [images, window.vertical.output, window.horizontal.output, channels * multiplier]
    var output = Tensor(repeating: 0.0, shape: shape)
    forEachProduct { x, w, y in output.scalars[y] += input.scalars[x] * kernel[w] }
    return output
  }

  func gradients(
    of input: Tensor<Double>, kernel: [Double], dOutput: Tensor<Double>
  ) -> (dInput: Tensor<Double>, dKernel: [Double]) {
    var dInput = Tensor(repeating: 0.0, shape: input.shape)
    var dKernel = [Double](repeating: 0, count: kernel.count)
    forEachProduct { x, w, y in
      dInput.scalars[x] += kernel[w] * dOutput.scalars[y]
      dKernel[w] += input.scalars[x] * dOutput.scalars[y]
    }
    return (dInput, dKernel)
  }

  /// Calls `body` with the places in input, kernel and output of each product that the sums are made of.
  private func forEachProduct(_ body: (_ x: Int, _ w: Int, _ y: Int) -> Void) {
    let (rows, columns) = (window.vertical, window.horizontal)
    for n in 0..<images {
      for (i, j) in pairs(rows.output, columns.output) {
        for (p, q) in pairs(rows.kernel, columns.kernel) {
          let row = i * rows.stride + p * rows.dilation - rows.paddingBefore
          let column = j * columns.stride + q * columns.dilation - columns.paddingBefore
          guard (0..<rows.input).contains(row), (0..<columns.input).contains(column) else { continue }
          let pixel = (n * rows.input + row) * columns.input + column
          let output = (n * rows.output + i) * columns.output + j
          for (c, m) in pairs(channels, multiplier) {
            let channel = c * multiplier + m
            body(
              pixel * channels + c, (p * columns.kernel + q) * channels * multiplier + channel,
              output * channels * multiplier + channel)
          }
        }
      }
    }
  }

  private func pairs(_ rows: Int, _ columns: Int) -> [(Int, Int)] {
    (0..<rows * columns).map { ($0 / columns, $0 % columns) }
  }
}
