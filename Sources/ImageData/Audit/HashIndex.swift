/// Finds all hashes within a distance of one, without comparing it with all.
///
/// A hash is cut into 4 bands of 16 bits. Of two hashes that differ in at most d bits, one band at least differs in at
/// most d / 4: so a query looks into the buckets of its bands' values and of all values that many bits away.
///
/// - Source: M. Norouzi, A. Punjani, D. J. Fleet, "Fast Search in Hamming Space with Multi-Index Hashing" (CVPR 2012).
struct HashIndex {
  private let hashes: [PerceptualHash]
  private let distance: Int
  /// What to change in a band's value to get those within d / 4 bits.
  private let changes: [UInt16]
  /// The numbers of the hashes, by bucket, for each band; where each bucket begins.
  private let items: [[UInt32]]
  private let starts: [[UInt32]]

  private static let bands = 4
  private static let buckets = 1 << 16

  /// Sorts hashes into buckets.
  ///
  /// - Parameters:
  ///   - hashes: Less than 2^32 of them.
  ///   - distance: The greatest number of bits in which hashes that belong together differ, from 0 to 15.
  init(_ hashes: [PerceptualHash], distance: Int) {
    precondition((0...15).contains(distance), "hashes are found within 0 to 15 bits, not \(distance)")
    self.hashes = hashes
    self.distance = distance
    let reach = distance / HashIndex.bands
    changes = (0..<HashIndex.buckets).map { UInt16($0) }.filter { $0.nonzeroBitCount <= reach }
    var items: [[UInt32]] = []
    var starts: [[UInt32]] = []
    for band in 0..<HashIndex.bands {
      // Counting sort: the numbers of a bucket stay in ascending order.
      var ends = [UInt32](repeating: 0, count: HashIndex.buckets + 1)
      for hash in hashes { ends[Int(HashIndex.value(of: hash, band)) + 1] += 1 }
      for bucket in 0..<HashIndex.buckets { ends[bucket + 1] += ends[bucket] }
      starts.append(ends)
      var sorted = [UInt32](repeating: 0, count: hashes.count)
      for (number, hash) in hashes.enumerated() {
        let bucket = Int(HashIndex.value(of: hash, band))
        sorted[Int(ends[bucket])] = UInt32(number)
        ends[bucket] += 1
      }
      items.append(sorted)
    }
    self.items = items
    self.starts = starts
  }

  /// Calls `body` once with the number of each hash before number `index` that is within the distance of it.
  func forEachEarlier(near index: Int, _ body: (Int) -> Void) {
    let hash = hashes[index]
    for band in 0..<HashIndex.bands {
      let value = HashIndex.value(of: hash, band)
      for change in changes {
        let bucket = Int(value ^ change)
        for place in Int(starts[band][bucket])..<Int(starts[band][bucket + 1]) {
          let other = Int(items[band][place])
          guard other < index else { break }
          let difference = hash.bits ^ hashes[other].bits
          if difference.nonzeroBitCount <= distance, isFirst(band, in: difference) { body(other) }
        }
      }
    }
  }

  /// Whether no band before this one finds a pair that differs in these bits.
  private func isFirst(_ band: Int, in difference: UInt64) -> Bool {
    (0..<band).allSatisfy { earlier in
      UInt16(truncatingIfNeeded: difference >> UInt64(16 * earlier)).nonzeroBitCount > distance
        / HashIndex.bands
    }
  }

  private static func value(of hash: PerceptualHash, _ band: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: hash.bits >> UInt64(16 * band))
  }
}
