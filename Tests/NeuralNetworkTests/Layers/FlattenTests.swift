import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct FlattenTests {
  @Test func rowMajor() throws {
    #expect(try Flatten().outputShape(for: [5, 5, 16]) == [400])
    #expect(try Flatten().outputShape(for: [7]) == [7])
    let input = Tensor(shape: [2, 1, 2, 2], scalars: (0..<8).map(Double.init))
    let context = ReferenceContext(layerIndex: 0, dropout: nil)
    let output = Flatten().step(input, parameters: [], context: context).output
    #expect(output.shape == [2, 4])
    #expect(output.scalars == input.scalars)
  }
}
