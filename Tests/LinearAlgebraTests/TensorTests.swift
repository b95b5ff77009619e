import LinearAlgebra
import Testing

@Suite struct TensorTests {
  @Test func elementsAreRowMajor() {
    let tensor = Tensor(shape: [2, 3, 4], scalars: Array(0..<24))
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 { #expect(tensor[i, j, k] == (i * 3 + j) * 4 + k) }
      }
    }
  }

  @Test func elementsChangeAlone() {
    var tensor = Tensor(repeating: 0, shape: [3, 2])
    let before = tensor
    tensor[1, 0] = 7
    #expect(tensor.scalars == [0, 0, 7, 0, 0, 0])
    #expect(before.scalars == [0, 0, 0, 0, 0, 0])
    #expect(tensor != before)
  }

  @Test func scalar() {
    #expect(Tensor(repeating: 2.5, shape: []).scalars == [2.5])
    #expect(Tensor(repeating: 1, shape: [0, 4]).scalars.isEmpty)
  }

  @Test func equalityNeedsTheShape() {
    #expect(Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]) == Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]))
    #expect(Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]) != Tensor(shape: [4, 1], scalars: [1, 2, 3, 4]))
  }

  @Test func countMustFitTheShape() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 2], scalars: [1, 2, 3]) }
  }

  @Test func indicesStayInside() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(repeating: 0, shape: [2, 2])[0, 2] }
    await #expect(processExitsWith: .failure) { _ = Tensor(repeating: 0, shape: [2, 2])[1] }
  }
}
