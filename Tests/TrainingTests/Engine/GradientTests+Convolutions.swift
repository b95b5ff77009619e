import NeuralNetwork

extension GradientTests {
  /// Convolutions that go back by Winograd's algorithm, and those whose gradient a batch normalization gives.
  static let convolutions: [Case] = [
    Case("Winograd's algorithm both ways, every tile and kernel", [12, 16, 16], batchSize: 3) {
      Conv2D(32, kernelSize: 3, padding: .same, activation: .relu)
      Conv2D(16, kernelSize: 3, activation: .swish)
      Conv2D(16, kernelSize: 4, padding: .same, activation: .tanh)
      Conv2D(48, kernelSize: 3, useBias: false)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("Winograd's algorithm both ways, more tiles than a block", [36, 32, 16], batchSize: 2) {
      Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)
      Conv2D(16, kernelSize: 3, activation: .swish)
      AveragePooling2D(poolSize: 4)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("Winograd's algorithm both ways, several images a block", [8, 8, 32], batchSize: 21, lanes: 2) {
      Conv2D(16, kernelSize: 3, padding: .same)
      Conv2D(32, kernelSize: 3, padding: .same, activation: .sigmoid)
      GlobalAveragePooling2D()
      Dense(3, activation: .softmax)
    },
    Case("normalized convolutions by Winograd's algorithm", [8, 12, 16], batchSize: 7) {
      Conv2D(32, kernelSize: 3, padding: .same, useBias: false)
      BatchNormalization()
      Activation(.relu)
      Conv2D(16, kernelSize: 3, padding: .same)
      BatchNormalization()
      MaxPooling2D()
      Conv2D(16, kernelSize: 3, padding: .same, useBias: false)
      BatchNormalization(scale: false)
      ReLU(maxValue: 1)
      GlobalAveragePooling2D()
      Dense(3, activation: .softmax)
    },
    Case("normalized convolutions of odd filters", [9, 11, 3], batchSize: 5, lanes: 3) {
      Conv2D(5, kernelSize: 3, padding: .same, useBias: false)
      BatchNormalization()
      Activation(.relu)
      Conv2D(18, kernelSize: 3, strides: 2)
      BatchNormalization(center: false)
      Conv2D(7, kernelSize: 1)
      BatchNormalization()
      Activation(.tanh)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("normalized depthwise convolutions", [11, 10, 5], batchSize: 4) {
      Conv2D(18, kernelSize: 2, useBias: false)
      BatchNormalization()
      DepthwiseConv2D(kernelSize: 3, padding: .same, useBias: false)
      BatchNormalization()
      ReLU(maxValue: 6)
      DepthwiseConv2D(kernelSize: Size2(2, 4), padding: .same)
      BatchNormalization()
      DepthwiseConv2D(kernelSize: 3, strides: 2, padding: .same)
      BatchNormalization()
      Activation(.relu)
      DepthwiseConv2D(kernelSize: 2, depthMultiplier: 2, activation: .tanh)
      Flatten()
      Dense(3, activation: .softmax)
    },
    // Winograd's gradient of so large a kernel goes in parts, the last of them smaller.
    Case("a convolution of many channels and filters", [4, 4, 3], batchSize: 2) {
      Conv2D(176, kernelSize: 1)
      Conv2D(176, kernelSize: 3, padding: .same, activation: .relu)
      GlobalAveragePooling2D()
      Dense(3, activation: .softmax)
    },
    Case("convolutions and the functions behind them", [9, 8, 3], batchSize: 3) {
      Conv2D(5, kernelSize: 3)
      ReLU()
      DepthwiseConv2D(kernelSize: 3, padding: .same)
      Activation(.swish)
      MaxPooling2D()
      SeparableConv2D(6, kernelSize: 2, depthMultiplier: 2, activation: .relu)
      DepthwiseConv2D(kernelSize: 2, depthMultiplier: 2, useBias: false)
      ReLU()
      SeparableConv2D(4, kernelSize: 1, activation: .hardSwish)
      Flatten()
      Dense(3, activation: .softmax)
    },
    // So large that many of the sums are above 6.
    Case("convolutions that end at 6", [14, 13, 3], batchSize: 3) {
      Rescaling(20)
      Conv2D(8, kernelSize: 3)
      ReLU(maxValue: 6)
      DepthwiseConv2D(kernelSize: 3, padding: .same, activation: .relu6)
      Conv2D(16, kernelSize: 5, padding: .same, activation: .relu6)
      MaxPooling2D()
      Rescaling(3)
      Conv2D(16, kernelSize: 3, padding: .same, activation: .relu6)
      MaxPooling2D(poolSize: 3)
      Flatten()
      Dense(9, activation: .relu6)
      Dense(3, activation: .softmax)
    },
    Case("a normalized convolution whose output others take", [8, 8, 16], batchSize: 4) { input in
      let first = Conv2D(16, kernelSize: 3, padding: .same, name: "first")(input)
      let normal = Activation(.relu)(BatchNormalization()(first))
      let second = BatchNormalization()(Conv2D(16, kernelSize: 3, padding: .same, useBias: false)(normal))
      let sum = Activation(.relu)(Add()(second, normal))
      let third = BatchNormalization()(Conv2D(16, kernelSize: 3, padding: .same)(sum))
      return AveragePooling2D()(Concatenate()(Activation(.relu)(Add()(third, sum)), first))
    },
  ]
}
