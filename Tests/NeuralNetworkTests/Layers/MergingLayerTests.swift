import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct MergingLayerTests {
  @Test func shapes() throws {
    #expect(try Add().outputShape(forInputs: [[4, 4, 2], [4, 4, 2]]) == [4, 4, 2])
    #expect(try Concatenate().outputShape(forInputs: [[4, 4, 2], [4, 4, 3], [4, 4, 1]]) == [4, 4, 6])
    #expect(try Concatenate(axis: 1).outputShape(forInputs: [[5], [7]]) == [12])
    #expect(try Concatenate(axis: 3).outputShape(forInputs: [[4, 4, 2], [4, 4, 3]]) == [4, 4, 5])
  }

  @Test func severalInputs() throws {
    #expect(Add().takesSeveralInputs && Concatenate().takesSeveralInputs)
    #expect(!Flatten().takesSeveralInputs)
    #expect(try Flatten().outputShape(forInputs: [[2, 3]]) == [6])
    #expect(throws: ModelError.self) { try Flatten().outputShape(forInputs: [[2], [2]]) }
  }

  static let refused: [(any Layer, [Shape], String)] = [
    (Add(name: "sum"), [[4, 4, 2], [4, 4, 3]], "sum (Add): it cannot take the input (4, 4, 3)"),
    (Add(), [[4, 4, 2]], "two or more"), (Concatenate(), [], "two or more"),
    (Concatenate(), [[4, 4, 2], [4, 3, 2]], "(4, 4, 2)"), (Concatenate(), [[4, 4, 2], [2]], "(4, 4, 2)"),
    (Concatenate(axis: 1), [[4, 4, 2], [4, 4, 2]], "axis is 1"),
  ]

  @Test(arguments: refused.indices)
  func cannotTake(index: Int) {
    let (layer, inputs, message) = Self.refused[index]
    let error = #expect(throws: ModelError.self) { try layer.outputShape(forInputs: inputs) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
