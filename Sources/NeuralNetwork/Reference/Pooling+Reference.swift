import LinearAlgebra

extension MaxPooling2D: ReferenceLayer {
  /// y is the largest of each window; dy goes to that pixel alone.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    pooled(input) { pixels in
      // `max` prefers the last of equals, Keras' kernels the first.
      let largest = pixels.reduce(pixels[0]) { input.scalars[$1] > input.scalars[$0] ? $1 : $0 }
      return [(largest, 1)]
    }
  }
}

extension MinPooling2D: ReferenceLayer {
  /// y is the smallest of each window; dy goes to that pixel alone.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    pooled(input) { pixels in
      let smallest = pixels.reduce(pixels[0]) { input.scalars[$1] < input.scalars[$0] ? $1 : $0 }
      return [(smallest, 1)]
    }
  }
}

extension AveragePooling2D: ReferenceLayer {
  /// y is the mean of each window's pixels inside of the image; dy goes to them in equal parts.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    pooled(input) { pixels in pixels.map { ($0, 1 / Double(pixels.count)) } }
  }
}

extension PoolingLayer {
  /// y[window] = Σ weight · x[pixel], the weights chosen by `weigh` from the pixels of the window; dx takes the same
  /// weights back.
  ///
  /// - Parameter weigh: From the places of a window's pixels in row-major order to those that count.
  fileprivate func pooled(
    _ input: Tensor<Double>, _ weigh: ([Int]) -> [(pixel: Int, weight: Double)]
  ) -> ReferenceStep {
    let (count, height, width) = (input.shape[0], input.shape[1], input.shape[2])
    let channels = input.shape[3]
    let window = window(for: [height, width, channels])
    var output: [Double] = []
    var sources: [[(pixel: Int, weight: Double)]] = []
    for n in 0..<count {
      for i in 0..<window.vertical.output {
        for j in 0..<window.horizontal.output {
          for c in 0..<channels {
            var pixels: [Int] = []
            for y in window.vertical.pixels(ofWindow: i) {
              for x in window.horizontal.pixels(ofWindow: j) {
                pixels.append(((n * height + y) * width + x) * channels + c)
              }
            }
            let source = weigh(pixels)
            output.append(source.reduce(0) { $0 + $1.weight * input.scalars[$1.pixel] })
            sources.append(source)
          }
        }
      }
    }
    let outputShape: Shape = [count, window.vertical.output, window.horizontal.output, channels]
    return ReferenceStep(output: Tensor(shape: outputShape, scalars: output)) { [sources] dOutput in
      var dInput = Tensor(repeating: 0.0, shape: input.shape)
      for (source, dy) in zip(sources, dOutput.scalars) {
        for (pixel, weight) in source { dInput.scalars[pixel] += weight * dy }
      }
      return (dInput, [])
    }
  }
}

extension WindowAxis {
  /// The pixels of one window that lie inside of the image.
  fileprivate func pixels(ofWindow index: Int) -> [Int] {
    (0..<kernel).map { index * stride + $0 * dilation - paddingBefore }.filter { $0 >= 0 && $0 < input }
  }
}
