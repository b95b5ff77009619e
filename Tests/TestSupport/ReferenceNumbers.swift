import Parallelism

/// The random words that the scripts of `Scripts/reference` make too: seed 2026, purpose `reference`.
///
/// Word i of a stream is `block(a, 0, i / 4)[i % 4]`.
public struct ReferenceNumbers: Sendable {
  private let numbers: RandomNumbers
  private let a: UInt32

  /// Names the words: stream 0 holds weights, 1 images, 2 labels; `a` is the number of the tensor or of the step.
  public init(stream: UInt32, _ a: UInt32) {
    numbers = RandomNumbers(seed: 2026, purpose: .reference, stream: stream)
    self.a = a
  }

  /// The first `count` words.
  public func words(_ count: Int) -> [UInt32] {
    Array(unsafeUninitializedCapacity: count + 3) { words, written in
      for first in stride(from: 0, to: count, by: 4) {
        let block = numbers.block(a, 0, UInt32(first / 4))
        for lane in 0..<4 { words[first + lane] = block[lane] }
      }
      written = count
    }
  }

  /// The first `count` uniform numbers in [0, 1).
  public func uniforms(_ count: Int) -> [Float] {
    words(count).map(uniform)
  }

  /// The first `count` numbers of `limit` · (2u − 1).
  public func weights(_ count: Int, limit: Float) -> [Float] {
    words(count).map { limit * (2 * uniform($0) - 1) }
  }
}
