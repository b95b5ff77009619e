import Parallelism
import Testing

@testable import ImageData

@Suite struct HashIndexTests {
  /// Hashes in clusters: some bits of a few centers are turned over, so that all distances occur.
  private func hashes(_ count: Int) -> [PerceptualHash] {
    let numbers = RandomNumbers(seed: 4, purpose: .shuffle)
    return (0..<count).map { index in
      let center = numbers.block(UInt32(index % 7), 0, 0)
      var bits = UInt64(center[0]) << 32 | UInt64(center[1])
      let draws = numbers.block(UInt32(index), 1, 0)
      for turn in 0..<Int(draws[0] % 14) {
        bits ^= 1 << UInt64(numbers.block(UInt32(index), 2, UInt32(turn))[0] % 64)
      }
      return PerceptualHash(bits: bits)
    }
  }

  /// Exactly the pairs that a comparison of all with all finds, each once.
  @Test(arguments: [0, 1, 3, 4, 7, 10, 15])
  func findsExactlyThePairsWithinTheDistance(distance: Int) {
    let hashes = hashes(400)
    let index = HashIndex(hashes, distance: distance)
    var pairs = 0
    for number in hashes.indices {
      var found: [Int] = []
      index.forEachEarlier(near: number) { found.append($0) }
      #expect(found.sorted() == (0..<number).filter { hashes[number].distance(to: hashes[$0]) <= distance })
      pairs += found.count
    }
    #expect(pairs > 0)
  }

  @Test func anIndexMayBeEmpty() {
    var found = 0
    HashIndex([PerceptualHash(bits: 1)], distance: 3).forEachEarlier(near: 0) { _ in found += 1 }
    #expect(found == 0)
  }
}
