import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct Conv2DTests {
  @Test func defaultsAreKeras() {
    let layer = Conv2D(32, kernelSize: 3)
    #expect(layer.strides == 1)
    #expect(layer.padding == .valid)
    #expect(layer.dilationRate == 1)
    #expect(layer.activation == .linear)
    #expect(layer.useBias)
    #expect(layer.kernelInitializer == .glorotUniform)
    #expect(layer.biasInitializer == .zeros)
  }

  static let shapes: [(Conv2D, Shape, Shape)] = [
    (Conv2D(6, kernelSize: 5), [32, 32, 3], [28, 28, 6]),
    (Conv2D(4, kernelSize: Size2(3, 2), strides: 2, padding: .same), [9, 7, 3], [5, 4, 4]),
    (Conv2D(3, kernelSize: Size2(2, 3), dilationRate: 2), [11, 10, 1], [9, 6, 3]),
    (Conv2D(1, kernelSize: 3, strides: Size2(3, 2), padding: .same), [10, 13, 5], [4, 7, 1]),
  ]

  @Test(arguments: shapes)
  func outputShape(layer: Conv2D, input: Shape, output: Shape) throws {
    #expect(try layer.outputShape(for: input) == output)
  }

  @Test func publishedParameterCount() {
    // Two filters of 2x2 on three channels: 2 * 2 * 3 * 2 + 2.
    let parameters = Conv2D(2, kernelSize: 2).parameters(for: [8, 8, 3])
    #expect(parameters.map(\.suffix) == ["kernel", "bias"])
    #expect(parameters.map(\.shape) == [[2, 2, 3, 2], [2]])
    #expect(parameters.reduce(0) { $0 + $1.shape.count } == 26)
    #expect(parameters[0].fanIn == 12)
    #expect(parameters[0].fanOut == 8)
    #expect(parameters.allSatisfy { $0.isTrainable })
  }

  @Test func withoutBias() {
    #expect(Conv2D(2, kernelSize: 2, useBias: false).parameters(for: [8, 8, 3]).map(\.suffix) == ["kernel"])
  }

  @Test func kernelThatDoesNotFit() {
    let layer = Conv2D(64, kernelSize: 5, name: "conv2d_2")
    let error = #expect(throws: ModelError.self) { try layer.outputShape(for: [3, 3, 64]) }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("conv2d_2 (Conv2D): "))
    #expect(message.contains("(3, 3, 64)"))
    #expect(message.contains("5x5"))
    #expect(error?.kind == .badData)
  }

  @Test func notAnImage() {
    #expect(throws: ModelError.self) { try Conv2D(1, kernelSize: 1).outputShape(for: [10]) }
  }

  @Test func stridesExcludeDilation() {
    #expect(throws: ModelError.self) {
      try Conv2D(1, kernelSize: 2, strides: 2, dilationRate: 2).outputShape(for: [9, 9, 1])
    }
  }
}
