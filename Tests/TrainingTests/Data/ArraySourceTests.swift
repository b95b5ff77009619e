import LinearAlgebra
import Testing

@testable import Training

@Suite struct ArraySourceTests {
  /// The rows of a sample, written 100 floats apart.
  private func rows(_ shape: Shape, sample: Int, count: Int, length: Int) -> [[Float]] {
    let source = ArraySource(
      samples: Tensor(shape: shape, scalars: (0..<shape.count).map(Float.init)),
      labels: Array(repeating: 0, count: shape[0]), classCount: 2)
    var memory = [Float](repeating: -1, count: 100 * count)
    memory.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      source.write(sample: sample, epoch: 0, to: start, rowStride: 100)
    }
    #expect(memory.count { $0 != -1 } == count * length)
    return (0..<count).map { Array(memory[100 * $0..<100 * $0 + length]) }
  }

  @Test func writesRowsAsFarApartAsAsked() {
    #expect(rows([2, 2, 3, 1], sample: 1, count: 2, length: 3) == [[6, 7, 8], [9, 10, 11]])
  }

  @Test func aFeatureVectorIsOneRow() {
    #expect(rows([3, 4], sample: 2, count: 1, length: 4) == [[8, 9, 10, 11]])
  }

  @Test func axesBeforeTheLastTwoCountAsRows() {
    #expect(
      rows([1, 2, 2, 1, 2], sample: 0, count: 4, length: 2) == [[0, 1], [2, 3], [4, 5], [6, 7]])
    #expect(rows([2, 2, 3], sample: 1, count: 2, length: 3) == [[6, 7, 8], [9, 10, 11]])
  }

  @Test func labelsBecomeOneHotTargets() {
    let source = ArraySource(
      samples: Tensor(repeating: 0, shape: [3, 1]), labels: [2, 0, 1], classCount: 3)
    #expect(source.targets.scalars == [0, 0, 1, 1, 0, 0, 0, 1, 0])
    #expect((0..<3).map(source.label) == [2, 0, 1])
    #expect((0..<3).map(source.weight) == [1, 1, 1])
    #expect(source.order(epoch: 4) == [0, 1, 2])
  }

  @Test func theLabelOfASoftTargetIsItsMostProbableClass() {
    let source = ArraySource(
      samples: Tensor(repeating: 0, shape: [2, 1]),
      targets: Tensor(shape: [2, 3], scalars: [0.2, 0.5, 0.3, 0.4, 0.2, 0.4]), weights: [0.5, 2])
    #expect((0..<2).map(source.label) == [1, 0])
    #expect((0..<2).map(source.weight) == [0.5, 2])
  }
}
