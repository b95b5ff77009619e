import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct TensorTransposedTests {
  @Test func `every element has its indices in the new order`() {
    let tensor = Tensor(shape: [2, 3, 1, 4], scalars: Array(0..<24))
    let turned = tensor.transposed([3, 0, 2, 1])
    #expect(turned.shape == [4, 2, 1, 3])
    for a in 0..<2 { for b in 0..<3 { for d in 0..<4 { #expect(turned[d, a, 0, b] == tensor[a, b, 0, d]) } } }
    #expect(turned.transposed([1, 3, 2, 0]) == tensor)
  }

  @Test func `matrices, vectors and numbers`() {
    #expect(
      Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6]).transposed([1, 0]).scalars == [1, 4, 2, 5, 3, 6])
    #expect(Tensor(shape: [3], scalars: [1, 2, 3]).transposed([0]).scalars == [1, 2, 3])
    #expect(Tensor(shape: [], scalars: [7]).transposed([]).scalars == [7])
    #expect(Tensor<Int>(shape: [0, 2], scalars: []).transposed([1, 0]).shape == [2, 0])
  }

  @Test func `rows of a flattened image change places and back`() {
    let image: Shape = [2, 3, 4]
    let kernel = Tensor(shape: [24, 2], scalars: Array(0..<48))
    let first = kernel.rowsChannelsFirst(of: image)
    // Row c · 6 + h · 3 + w of one is row (h · 3 + w) · 4 + c of the other.
    for h in 0..<2 {
      for w in 0..<3 {
        for c in 0..<4 { #expect(first[c * 6 + h * 3 + w, 1] == kernel[(h * 3 + w) * 4 + c, 1]) }
      }
    }
    #expect(first.rowsChannelsLast(of: image) == kernel)
  }
}
