import LinearAlgebra
import NeuralNetwork

extension GradientTests {
  /// Networks with branches, and layers that the plan cuts or names anew.
  static let branched: [Case] = [
    Case("a shortcut around two convolutions", [7, 6, 3]) { (input: LayerOutput) -> LayerOutput in
      var x = Conv2D(5, kernelSize: 3, padding: .same, activation: .relu)(input)
      let shortcut = x
      x = Conv2D(4, kernelSize: 3, padding: .same, activation: .swish)(x)
      x = Conv2D(5, kernelSize: 3, padding: .same)(x)
      return Activation(.relu)(Add()(x, shortcut))
    },
    Case("shortcuts around normalization, one with a projection", [8, 6, 2], batchSize: 7, lanes: 3) {
      (input: LayerOutput) -> LayerOutput in
      var x = Activation(.relu)(
        BatchNormalization()(Conv2D(6, kernelSize: 3, padding: .same, useBias: false)(input)))
      for stride in [1, 2] {
        var y = Conv2D(6, kernelSize: 3, strides: Size2(stride, stride), padding: .same, useBias: false)(x)
        y = Activation(.relu)(BatchNormalization()(y))
        y = BatchNormalization()(Conv2D(6, kernelSize: 3, padding: .same)(y))
        let shortcut = stride == 1 ? x : Conv2D(6, kernelSize: 1, strides: 2, padding: .same)(x)
        x = Activation(.relu)(Add()(y, shortcut))
      }
      return GlobalAveragePooling2D()(x)
    },
    Case("a value that others take before and behind its sum", [5, 5, 2]) {
      (input: LayerOutput) -> LayerOutput in
      let x = Conv2D(3, kernelSize: 3, padding: .same, activation: .tanh)(input)
      let early = Conv2D(3, kernelSize: 1, activation: .tanh)(x)
      let sum = Add()(early, x)
      let late = Conv2D(3, kernelSize: 3, padding: .same)(x)
      return Add()(Activation(.swish)(sum), late, x)
    },
    Case("normalization behind functions, poolings and sums", [10, 9, 3], batchSize: 7) {
      (input: LayerOutput) -> LayerOutput in
      var x = BatchNormalization()(Conv2D(4, kernelSize: 3, activation: .tanh)(input))
      x = BatchNormalization()(AveragePooling2D()(x))
      let y = DepthwiseConv2D(kernelSize: 3, padding: .same, activation: .swish)(x)
      x = Activation(.tanh)(BatchNormalization()(Add()(x, y)))
      x = Conv2D(5, kernelSize: 3, padding: .same, activation: .swish)(x)
      return BatchNormalization()(x)
    },
    Case("the same value twice in a sum", [6]) { (input: LayerOutput) -> LayerOutput in
      let x = Dense(5, activation: .tanh)(input)
      return Add()(x, x)
    },
    Case("channels side by side, with other borders", [6, 7, 2]) { (input: LayerOutput) -> LayerOutput in
      let x = Conv2D(3, kernelSize: 3, padding: .same, activation: .relu)(input)
      return Concatenate()(
        Conv2D(4, kernelSize: 5, padding: .same)(x), Conv2D(2, kernelSize: 1)(x),
        MaxPooling2D(poolSize: 3, strides: 1, padding: .same)(x), x)
    },
    Case("branches of the input", [9, 4, 1], batchSize: 6) { (input: LayerOutput) -> LayerOutput in
      Concatenate()(
        Conv2D(3, kernelSize: 3, padding: .same)(input),
        BatchNormalization()(Conv2D(2, kernelSize: 3, padding: .same, useBias: false)(input)), input)
    },
    Case("flattened and convolved at once", [5, 5, 2]) { (input: LayerOutput) -> LayerOutput in
      let x = Conv2D(3, kernelSize: 3, padding: .same, activation: .tanh)(input)
      let wide = Dense(4, activation: .tanh)(Flatten()(x))
      let deep = Dense(4)(Flatten()(Conv2D(2, kernelSize: 3, padding: .same)(x)))
      return Add()(wide, deep)
    },
    Case("a batch-wide layer in a branch", [40], batchSize: 9, lanes: 4) {
      (input: LayerOutput) -> LayerOutput in
      let x = Dense(400, activation: .tanh)(input)
      return Add()(x, Dense(400, activation: .relu)(BatchNormalization()(x)))
    },
    Case("a limited sum in a sum, with what others take", [6, 5, 2]) { (input: LayerOutput) -> LayerOutput in
      let x = Conv2D(4, kernelSize: 3, padding: .same)(input)
      let (y, z) = (Conv2D(4, kernelSize: 3, padding: .same)(x), Conv2D(4, kernelSize: 1)(x))
      return Add()(Activation(.relu)(Add()(z, y)), x)
    },
    Case("a sum of a value and what is made of it, plus what it was made of", [6, 5, 2]) {
      (input: LayerOutput) -> LayerOutput in
      let x = Conv2D(4, kernelSize: 3, padding: .same, activation: .tanh)(input)
      let y = Conv2D(4, kernelSize: 3, padding: .same)(x)
      return Add()(Add()(y, Conv2D(4, kernelSize: 3, padding: .same)(y)), x)
    },
    Case("a long way round two blocks, with and without normalization", [6, 5, 2], batchSize: 7) {
      (input: LayerOutput) -> LayerOutput in
      var x = Conv2D(4, kernelSize: 3, padding: .same, activation: .tanh)(input)
      for isNormalized in [false, true] {
        let first = x
        for _ in 0..<2 {
          let y = Conv2D(4, kernelSize: 3, padding: .same, activation: .swish)(x)
          x = Add()(x, isNormalized ? BatchNormalization()(y) : y)
        }
        x = Add()(x, first)
      }
      return x
    },
    Case("an outer sum's input that gathers before an inner sum's is read", [6, 5, 2]) {
      (input: LayerOutput) -> LayerOutput in
      func convolved(_ x: LayerOutput) -> LayerOutput {
        Conv2D(4, kernelSize: 3, padding: .same, activation: .tanh)(x)
      }
      let sum = Add()(convolved(input), convolved(input))
      let other = convolved(input)
      return Add()(Add()(sum, convolved(other)), other)
    },
    Case("dense over pixels, for a convolution and beside one", [6, 7, 2]) {
      (input: LayerOutput) -> LayerOutput in
      let x = Conv2D(4, kernelSize: 3, padding: .same)(input)
      let dense = Dense(5, activation: .tanh)(x)
      let y = Add()(dense, Conv2D(5, kernelSize: 3, padding: .same)(x))
      return Conv2D(3, kernelSize: 3, padding: .same)(Dense(4, activation: .relu)(y))
    },
    Case("dense over one pixel, for convolutions", [5, 5, 2], batchSize: 6) {
      (input: LayerOutput) -> LayerOutput in
      let x = Conv2D(6, kernelSize: 3, activation: .tanh)(input)
      let squeezed = Dense(16, activation: .swish)(GlobalAveragePooling2D(keepdims: true)(x))
      let y = Conv2D(5, kernelSize: 1, activation: .tanh)(squeezed)
      return Conv2D(4, kernelSize: 3, padding: .same)(Dense(3, activation: .relu)(BatchNormalization()(y)))
    },
  ]
}
