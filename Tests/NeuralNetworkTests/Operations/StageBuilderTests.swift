import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct StageBuilderTests {
  /// A function behind a convolution costs no pass through memory, however Keras' users write it.
  @Test(
    arguments: [
      ([Conv2D(4, kernelSize: 3), ReLU()], 1),
      ([Conv2D(4, kernelSize: 3), Activation(.swish), MaxPooling2D()], 1),
      ([Conv2D(4, kernelSize: 3), ReLU(), MaxPooling2D()], 1),
      ([Conv2D(4, kernelSize: 3), ReLU(maxValue: 6), MaxPooling2D()], 1),
      ([Conv2D(4, kernelSize: 3, activation: .relu6), MaxPooling2D()], 1),
      ([DepthwiseConv2D(kernelSize: 3, activation: .tanh)], 1),
      ([DepthwiseConv2D(kernelSize: 3), ReLU()], 1),
      ([DepthwiseConv2D(kernelSize: 3), Activation(.relu6)], 1),
      ([DepthwiseConv2D(kernelSize: 3, activation: .relu6)], 1),
      // For itself.
      ([ReLU(maxValue: 6)], 1),
      // A depthwise convolution and one of single pixels.
      ([SeparableConv2D(4, kernelSize: 3, activation: .relu)], 2),
      ([SeparableConv2D(4, kernelSize: 3), Activation(.sigmoid)], 2),
    ] as [([any Layer], Int)])
  func functionsBelongToTheirConvolution(layers: [any Layer], stages: Int) throws {
    #expect(try stageCount(layers) == stages)
  }

  /// What the kernels do not compute in one go, and a layer with a function of its own, leave the next one a stage.
  @Test(
    arguments: [
      ([Conv2D(4, kernelSize: 3), ReLU(maxValue: 5)], 2),
      ([Conv2D(4, kernelSize: 3), ReLU(negativeSlope: 0.1)], 2),
      ([DepthwiseConv2D(kernelSize: 3), Activation(.hardSwish)], 2),
      ([DepthwiseConv2D(kernelSize: 3, activation: .relu), ReLU()], 2),
      ([SeparableConv2D(4, kernelSize: 3, activation: .gelu)], 3),
    ] as [([any Layer], Int)])
  func otherFunctionsAreStages(layers: [any Layer], stages: Int) throws {
    #expect(try stageCount(layers) == stages)
  }

  private func stageCount(_ layers: [any Layer]) throws -> Int {
    try Sequential(input: [8, 8, 4], layers: layers).stages().count
  }
}
