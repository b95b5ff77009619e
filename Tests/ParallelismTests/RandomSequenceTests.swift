import Testing

@testable import Parallelism

struct RandomSequenceTests {
  private let numbers = RandomNumbers(seed: 42, purpose: .augmentation, stream: 5)

  @Test func `the words are those of the blocks in order`() {
    var sequence = numbers.sequence(1, 2)
    let expected = (0..<3).flatMap { c in
      let block = numbers.block(1, 2, UInt32(c))
      return (0..<4).map { block[$0] }
    }
    #expect((0..<12).map { _ in sequence.next() } == expected)
  }

  @Test func `a copy goes its own way`() {
    var sequence = numbers.sequence(0, 0)
    _ = sequence.next()
    var copy = sequence
    _ = copy.next()
    #expect(sequence.next() == numbers.block(0, 0, 0)[1])
    #expect(copy.next() == numbers.block(0, 0, 0)[2])
  }

  @Test func `indices are within the count and all equally likely`() {
    var sequence = numbers.sequence(0, 0)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[sequence.nextIndex(below: 7)] += 1 }
    // The standard deviation of each count is 93: five of them.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 465 })
    #expect(sequence.nextIndex(below: 1) == 0)
  }

  @Test func `uniform numbers fill their range`() {
    var sequence = numbers.sequence(9, 9)
    let values = (0..<10_000).map { _ in sequence.nextUniform(in: -2...3) }
    #expect(values.allSatisfy { (-2...3).contains($0) })
    // The mean of 10,000 numbers has a standard deviation of 5 / sqrt(12 * 10,000) = 0.0144: five of them.
    #expect(abs(values.reduce(0, +) / 10_000 - 0.5) < 0.072)
    let fractions = (0..<1_000).map { _ in sequence.nextUniform() }
    #expect(fractions.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  @Test func `normal numbers have mean zero and variance one`() {
    var sequence = numbers.sequence(4, 4)
    let values = (0..<10_000).map { _ in sequence.nextNormal() }
    let mean = values.reduce(0, +) / 10_000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 10_000
    // Standard deviations 0.01 and sqrt(2 / 10,000) = 0.0141: five of them.
    #expect(abs(mean) < 0.05)
    #expect(abs(variance - 1) < 0.071)
  }
}
