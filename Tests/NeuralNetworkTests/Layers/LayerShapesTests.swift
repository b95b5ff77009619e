import LinearAlgebra
import Testing

@testable import NeuralNetwork

/// Shapes, parameters and refusals of the layers whose arithmetic `ReferenceLayerTests` holds to Keras'.
@Suite struct LayerShapesTests {
  static let shapes: [(any Layer, input: Shape, output: Shape, parameters: [Shape])] = [
    (Conv2D(6, kernelSize: 3, groups: 2), [8, 7, 4], [6, 5, 6], [[3, 3, 2, 6], [6]]),
    (DepthwiseConv2D(kernelSize: 3), [8, 7, 4], [6, 5, 4], [[3, 3, 4, 1], [4]]),
    (
      DepthwiseConv2D(
        kernelSize: Size2(3, 2), strides: 2, padding: .same, depthMultiplier: 3, useBias: false),
      [9, 7, 2], [5, 4, 6], [[3, 2, 2, 3]]
    ),
    (
      SeparableConv2D(5, kernelSize: 3, depthMultiplier: 2), [8, 7, 4], [6, 5, 5],
      [[3, 3, 4, 2], [1, 1, 8, 5], [5]]
    ),
    (LayerNormalization(), [8, 7, 4], [8, 7, 4], [[4], [4]]),
    (LayerNormalization(center: false), [9], [9], [[9]]),
    (LocalResponseNormalization(), [8, 7, 4], [8, 7, 4], []),
    (GlobalAveragePooling2D(), [8, 7, 4], [4], []),
    (GlobalAveragePooling2D(keepdims: true), [8, 7, 4], [1, 1, 4], []),
    (GlobalMaxPooling2D(), [8, 7, 4], [4], []),
    (ZeroPadding2D(), [8, 7, 4], [10, 9, 4], []),
    (ZeroPadding2D(padding: (1, 2)), [8, 7, 4], [10, 11, 4], []),
    (ZeroPadding2D(padding: ((0, 1), (2, 3))), [8, 7, 4], [9, 12, 4], []),
    (SpatialDropout2D(0.5), [8, 7, 4], [8, 7, 4], []),
    (Rescaling([1, 2, 3, 4]), [8, 7, 4], [8, 7, 4], []),
    (ReLU(maxValue: 6), [9], [9], []), (LeakyReLU(), [9], [9], []), (ELU(), [8, 7, 4], [8, 7, 4], []),
    (PReLU(), [8, 7, 4], [8, 7, 4], [[8, 7, 4]]),
    (PReLU(sharedAxes: [1, 2]), [8, 7, 4], [8, 7, 4], [[1, 1, 4]]),
  ]

  @Test(arguments: shapes.indices)
  func outputAndParameters(index: Int) throws {
    let (layer, input, output, parameters) = Self.shapes[index]
    #expect(try layer.outputShape(for: input) == output)
    #expect(layer.parameters(for: input).map(\.shape) == parameters)
  }

  static let refused: [(any Layer, Shape, String)] = [
    (Conv2D(6, kernelSize: 1, groups: 3), [8, 7, 4], "4 channels cannot be cut into 3"),
    (DepthwiseConv2D(kernelSize: 9), [8, 7, 4], "9x9"),
    (DepthwiseConv2D(kernelSize: 2, strides: 2, dilationRate: 2), [8, 7, 4], "exclude one another"),
    (SeparableConv2D(2, kernelSize: 3), [9], "expects an image"),
    (GlobalMaxPooling2D(), [9], "expects an image"), (ZeroPadding2D(), [9], "expects an image"),
    (LayerNormalization(axis: 1), [8, 7, 4], "axis is 1"),
    (Rescaling(1, offset: 0), [], "at least one axis"),
    (Rescaling([1, 2, 3]), [8, 7, 4], "scale has 3 numbers, expected 1 or 4"),
    (PReLU(sharedAxes: [0]), [8, 7, 4], "shares axis 0"),
    (PReLU(sharedAxes: [4]), [8, 7, 4], "shares axis 4"),
  ]

  @Test(arguments: refused.indices)
  func cannotTake(index: Int) {
    let (layer, input, message) = Self.refused[index]
    let error = #expect(throws: ModelError.self) { try layer.outputShape(for: input) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// Keras counts a depthwise kernel as any other: its last two sizes times the taps.
  @Test func fans() {
    let parameters = SeparableConv2D(5, kernelSize: 3, depthMultiplier: 2).parameters(for: [8, 7, 4])
    #expect(parameters.map(\.fanIn) == [36, 8, 5])
    #expect(parameters.map(\.fanOut) == [18, 5, 5])
    let alpha = PReLU().parameters(for: [8, 7, 4])[0]
    #expect(alpha.fanIn == 56 && alpha.fanOut == 32)
  }

  /// A model of sizes that nothing could count is refused, not computed with.
  @Test func hugeSizes() {
    let side = LayerConfiguration.largestSize
    let layers: [any Layer] = [
      Conv2D(side, kernelSize: Size2(side, side), padding: .same),
      DepthwiseConv2D(kernelSize: Size2(side, side), padding: .same, depthMultiplier: side),
      SeparableConv2D(side, kernelSize: Size2(side, side), padding: .same, depthMultiplier: side),
      ZeroPadding2D(padding: side),
    ]
    for layer in layers {
      let error = #expect(throws: ModelError.self) { try Sequential(input: [2, 2, 512], layers: [layer]) }
      #expect(error?.description.contains("more than") == true, "\(error?.description ?? "")")
    }
  }
}
