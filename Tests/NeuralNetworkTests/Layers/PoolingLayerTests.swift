import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct PoolingLayerTests {
  /// The course's 4x4 image.
  static let course = Tensor(
    shape: [1, 4, 4, 1], scalars: [13, 20, 30, 0, 8, 12, 3, 0, 34, 70, 33, 5, 111, 80, 10, 23] as [Double])

  func pool(_ layer: some ReferenceLayer, _ image: Tensor<Double> = course) -> [Double] {
    layer.step(image, parameters: [], context: ReferenceContext(layerIndex: 0, dropout: nil)).output.scalars
  }

  @Test func courseNumbers() {
    #expect(pool(MaxPooling2D()) == [20, 30, 111, 33])
    #expect(pool(MinPooling2D()) == [8, 0, 34, 5])
    #expect(pool(AveragePooling2D())[2] == 73.75)
  }

  @Test func stridesDefaultToThePoolSize() throws {
    #expect(MaxPooling2D(poolSize: 3).window.strides == 3)
    #expect(MaxPooling2D().window == PoolingWindow(poolSize: 2, strides: 2, padding: .valid))
    #expect(try MaxPooling2D().outputShape(for: [11, 11, 64]) == [5, 5, 64])
    #expect(
      try MinPooling2D(poolSize: 3, strides: 2, padding: .same).outputShape(for: [9, 6, 2]) == [5, 3, 2])
  }

  @Test func pixelsOutsideDoNotCount() {
    // 3x3 windows, same: the first covers 2x2 pixels of the image, all below zero.
    let image = Tensor(shape: [1, 2, 2, 1], scalars: [-1, -2, -3, -6.0])
    #expect(pool(MaxPooling2D(poolSize: 3, padding: .same), image) == [-1])
    #expect(pool(AveragePooling2D(poolSize: 3, padding: .same), image) == [-3])
    let positive = Tensor(shape: [1, 2, 2, 1], scalars: [1, 2, 3, 6.0])
    #expect(pool(MinPooling2D(poolSize: 3, padding: .same), positive) == [1])
  }

  @Test func tiesGoToTheFirst() {
    let image = Tensor(repeating: 4.0, shape: [1, 2, 2, 1])
    let context = ReferenceContext(layerIndex: 0, dropout: nil)
    let dOutput = Tensor(repeating: 1.0, shape: [1, 1, 1, 1])
    for layer: any ReferenceLayer in [MaxPooling2D(), MinPooling2D()] {
      let step = layer.step(image, parameters: [], context: context)
      #expect(step.pullback(dOutput).dInput.scalars == [1, 0, 0, 0])
    }
  }

  @Test func windowThatDoesNotFit() {
    let error = #expect(throws: ModelError.self) {
      try AveragePooling2D(poolSize: 4, name: "last").outputShape(for: [3, 9, 2])
    }
    #expect(error?.description.hasPrefix("last (AveragePooling2D): ") == true)
  }
}
