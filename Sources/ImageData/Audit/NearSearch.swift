import Parallelism

/// Finds pairs of fingerprints that are nearly equal, as ``DuplicateSearch`` defines it.
struct NearSearch {
  private let fingerprints: [ImageFingerprint]
  /// The number of each fingerprint among those given.
  private let numbers: [Int]
  private let executor: any TaskExecutor

  /// Images that are searched between two merges.
  private let blockSize: Int
  private static let imagesPerTask = 32

  /// Takes what is searched.
  ///
  /// - Parameters:
  ///   - fingerprints: `nil` for what takes no part; nor do images that show nothing.
  ///   - executor: The threads that compare.
  ///   - blockSize: Images that are searched between two merges. It follows from nothing, so that pairs do not depend on
  ///     the threads.
  init(fingerprints: [ImageFingerprint?], executor: any TaskExecutor, blockSize: Int = 2048) {
    self.blockSize = blockSize
    numbers = fingerprints.indices.filter { fingerprints[$0].map { !$0.isBlank } ?? false }
    self.fingerprints = numbers.compactMap { fingerprints[$0] }
    self.executor = executor
  }

  /// Calls `body` with pairs that join all images that are nearly equal, be it through others.
  ///
  /// Among many images that are all alike, each is compared with one of those that are known to belong together: the time
  /// does not grow with the square of their number.
  func forEachPair(_ body: (Int, Int) -> Void) {
    let index = HashIndex(fingerprints.map(\.hash), distance: DuplicateSearch.distance)
    var sets = DisjointSets(count: fingerprints.count)
    for start in stride(from: 0, to: fingerprints.count, by: blockSize) {
      let block = start..<min(start + blockSize, fingerprints.count)
      let leaders = (0..<start).map { sets.find($0) }
      for (number, neighbours) in zip(block, search(block, index, leaders)) {
        for other in neighbours {
          sets.merge(other, number)
          body(numbers[other], numbers[number])
        }
      }
    }
  }

  /// The earlier images that each image of a block is nearly equal to; of a set that is known, one.
  private func search(_ block: Range<Int>, _ index: HashIndex, _ leaders: [Int]) -> [[Int]] {
    let perTask = NearSearch.imagesPerTask
    nonisolated(unsafe) let found = UnsafeMutablePointer<[Int]>.allocate(capacity: block.count)
    found.initialize(repeating: [], count: block.count)
    defer {
      found.deinitialize(count: block.count)
      found.deallocate()
    }
    executor.perform((block.count + perTask - 1) / perTask) { [self] task in
      let first = block.lowerBound + task * perTask
      for number in first..<min(first + perTask, block.upperBound) {
        var joined: Set<Int> = []
        index.forEachEarlier(near: number) { other in
          let leader = other < leaders.count ? leaders[other] : other
          guard !joined.contains(leader), isNear(number, other) else { return }
          joined.insert(leader)
          found[number - block.lowerBound].append(other)
        }
      }
    }
    return Array(UnsafeBufferPointer(start: found, count: block.count))
  }

  private func isNear(_ a: Int, _ b: Int) -> Bool {
    fingerprints[a].thumbnail.correlation(with: fingerprints[b].thumbnail) >= DuplicateSearch.correlation
  }
}
