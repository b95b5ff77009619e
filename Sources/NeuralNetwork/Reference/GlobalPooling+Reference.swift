import LinearAlgebra

extension GlobalAveragePooling2D: ReferenceLayer {
  /// y is the mean of each channel; dy goes to its pixels in equal parts.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    pooled(input) { pixels in pixels.map { ($0, 1 / Double(pixels.count)) } }
  }
}

extension GlobalMaxPooling2D: ReferenceLayer {
  /// y is the largest of each channel; dy goes to that pixel alone, the first of equals.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    pooled(input) { pixels in
      [(pixels.reduce(pixels[0]) { input.scalars[$1] > input.scalars[$0] ? $1 : $0 }, 1)]
    }
  }
}

extension GlobalPoolingLayer {
  /// y[n, c] = Σ weight · x[pixel], the weights chosen by `weigh` from the channel's pixels; dx takes the same weights
  /// back.
  ///
  /// - Parameter weigh: From the places of a channel's pixels in row-major order to those that count.
  fileprivate func pooled(
    _ input: Tensor<Double>, _ weigh: ([Int]) -> [(pixel: Int, weight: Double)]
  ) -> ReferenceStep {
    let (images, channels) = (input.shape[0], input.shape[-1])
    let size = input.shape.count / images
    let sources = (0..<images * channels).map { index in
      let first = index / channels * size + index % channels
      return weigh(Array(stride(from: first, to: (index / channels + 1) * size, by: channels)))
    }
    let output = sources.map { $0.reduce(0) { $0 + $1.weight * input.scalars[$1.pixel] } }
    let shape: Shape = keepdims ? [images, 1, 1, channels] : [images, channels]
    return ReferenceStep(output: Tensor(shape: shape, scalars: output)) { dOutput in
      var dInput = Tensor(repeating: 0.0, shape: input.shape)
      for (source, dy) in zip(sources, dOutput.scalars) {
        for (pixel, weight) in source { dInput.scalars[pixel] += weight * dy }
      }
      return (dInput, [])
    }
  }
}
