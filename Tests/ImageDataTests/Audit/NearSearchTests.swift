import Parallelism
import Testing

@testable import ImageData

@Suite struct NearSearchTests {
  /// Fingerprints of a few pictures with more and more noise, some that show nothing, some that are not there.
  private static let fingerprints: [ImageFingerprint?] = (0..<240).map { number in
    if number % 17 == 3 { return nil }
    if number % 17 == 5 { return fingerprint([UInt8](repeating: UInt8(number), count: 3072)) }
    let picture = DuplicateSearchTests.picture(1 + number % 6, height: 32, width: 32)
    let numbers = RandomNumbers(seed: 8, purpose: .reference)
    return fingerprint(
      picture.enumerated().map { place, value in
        // Coarse noise, which moves the low frequencies that the hash looks at.
        let tile = UInt32(place / 3 / 32 / 4 * 8 + place / 3 % 32 / 4)
        let noise = Double(uniform(numbers.block(UInt32(number), tile, 0)[0])) - 0.5
        return UInt8(max(0, min(255, Double(value) + noise * Double(number) / 3)))
      })
  }

  private static func fingerprint(_ rgb: [UInt8]) -> ImageFingerprint {
    rgb.withUnsafeBufferPointer { ImageFingerprint(rgb: $0) }
  }

  /// All pairs that the definition asks for, by comparing all with all.
  private static let pairs: [(Int, Int)] = fingerprints.indices.flatMap { a in
    (0..<a).filter { b in
      guard let first = fingerprints[a], let second = fingerprints[b], !first.isBlank, !second.isBlank else {
        return false
      }
      return first.hash.distance(to: second.hash) <= DuplicateSearch.distance
        && first.thumbnail.correlation(with: second.thumbnail) >= DuplicateSearch.correlation
    }.map { (a, $0) }
  }

  private func groups(_ pairs: [(Int, Int)]) -> [[Int]] {
    var sets = DisjointSets(count: NearSearchTests.fingerprints.count)
    for (a, b) in pairs { sets.merge(a, b) }
    return sets.groups()
  }

  /// Whatever is compared with one of a set only, and whoever compares: the sets are those of all pairs.
  @Test(arguments: [1, 7, 64, 2048])
  func joinsWhatTheDefinitionJoins(blockSize: Int) {
    let expected = groups(NearSearchTests.pairs)
    // The pictures make more than one set, and the noise leaves some out.
    #expect(expected.count >= 6 && expected.reduce(0) { $0 + $1.count } < 200)
    for executor in [SerialExecutor(), ScrambledExecutor(threads: 3)] as [any TaskExecutor] {
      var found: [(Int, Int)] = []
      NearSearch(fingerprints: NearSearchTests.fingerprints, executor: executor, blockSize: blockSize)
        .forEachPair { found.append(($0, $1)) }
      #expect(groups(found) == expected)
      #expect(found.allSatisfy { a, b in NearSearchTests.pairs.contains { $0 == (b, a) } })
    }
  }

  @Test func oneOfASetIsEnough() {
    let same = [ImageFingerprint?](repeating: NearSearchTests.fingerprints[1], count: 90)
    var count = 0
    NearSearch(fingerprints: same, executor: SerialExecutor(), blockSize: 30).forEachPair { _, _ in count += 1
    }
    // Within the first block each with all before it; later ones once with the known set, and with those of their block.
    #expect(count == 29 * 30 / 2 + 2 * (30 + 29 * 30 / 2))
  }
}
