import Testing

@testable import Parallelism

struct RandomNumbersTests {
  @Test func `a block is Philox of its position, purpose and stream`() {
    let numbers = RandomNumbers(seed: 0x0123_4567_89ab_cdef, purpose: .dropout, stream: 0xabcdef)
    let counter = SIMD4<UInt32>(7, 8, 9, 0x03ab_cdef)
    #expect(numbers.block(7, 8, 9) == Philox4x32(key: 0x0123_4567_89ab_cdef)(counter))
  }

  @Test func `seeds, purposes and streams do not meet`() {
    var blocks: Set<SIMD4<UInt32>> = []
    for seed in [0, 1, 1 << 32] as [UInt64] {
      for purpose in RandomPurpose.allCases {
        for stream in [0, 1, 0xffffff] as [UInt32] {
          blocks.insert(RandomNumbers(seed: seed, purpose: purpose, stream: stream).block(0, 0, 0))
        }
      }
    }
    #expect(blocks.count == 3 * RandomPurpose.allCases.count * 3)
  }

  @Test func `uniform is exact and below one`() {
    #expect(uniform(0) == 0)
    #expect(uniform(0x100) == 0x1p-24)
    #expect(uniform(0xff) == 0)
    #expect(uniform(.max) == 1 - 0x1p-24)
  }

  @Test func `the sequence of an identifier starts from its two words`() {
    let numbers = RandomNumbers(seed: 3, purpose: .shapes)
    var expected = numbers.sequence(0x89ab_cdef, 0x0123_4567)
    var found = numbers.sequence(of: 0x0123_4567_89ab_cdef)
    #expect((0..<9).map { _ in found.next() } == (0..<9).map { _ in expected.next() })
  }
}
