import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct DenseTests {
  @Test func shapes() throws {
    #expect(try Dense(10).outputShape(for: [64]) == [10])
    #expect(try Dense(4).outputShape(for: [5, 7, 3]) == [5, 7, 4])
  }

  @Test func parameters() {
    let parameters = Dense(10).parameters(for: [64])
    #expect(parameters.map(\.shape) == [[64, 10], [10]])
    #expect(parameters[0].fanIn == 64)
    #expect(parameters[0].fanOut == 10)
    #expect(parameters[1].initializer == .zeros)
  }
}
