import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct MergingReferenceTests {
  /// Two images of 2x1 pixels with 2 and 3 channels.
  static let first = Tensor(shape: [1, 2, 1, 2], scalars: [1, 2, 3, 4.0])
  static let second = Tensor(shape: [1, 2, 1, 3], scalars: [5, 6, 7, 8, 9, 10.0])

  @Test func sums() {
    let (output, pullback) = Add().merge([Self.first, Self.first, Self.first])
    #expect(output.shape == [1, 2, 1, 2])
    #expect(output.scalars == [3, 6, 9, 12])
    #expect(pullback(Self.first) == [Self.first, Self.first, Self.first])
  }

  @Test func sideBySide() {
    let (output, pullback) = Concatenate().merge([Self.first, Self.second, Self.first])
    #expect(output.shape == [1, 2, 1, 7])
    #expect(output.scalars == [1, 2, 5, 6, 7, 1, 2, 3, 4, 8, 9, 10, 3, 4])
    // Each gets back what it gave.
    #expect(pullback(output) == [Self.first, Self.second, Self.first])
  }
}
