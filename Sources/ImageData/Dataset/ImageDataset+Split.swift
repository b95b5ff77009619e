import Parallelism

extension ImageDataset {
  /// Holds back some images of every class for validation.
  ///
  /// An image is held back if the random number of its identifier, or of its group, is below the fraction, so adding files
  /// moves no other image from one part to the other. Every class keeps at least one image, or group, in both parts: where
  /// all would fall into one, that nearest to the border changes sides. A class of one image, or group, stays in the
  /// training part. Where groups span classes, a class may end up in one part alone.
  ///
  /// - Parameters:
  ///   - validationFraction: The part held back, from 0 (none) to less than 1. It is met on average, not to the image.
  ///   - seed: Another seed holds back other images.
  ///   - grouping: Which images stay together; nil for none.
  /// - Returns: The two parts, each in the order of this data set.
  public func split(
    validationFraction: Double, seed: UInt64 = 0, grouping: SampleGrouping? = nil
  ) -> (training: ImageDataset, validation: ImageDataset) {
    precondition(
      validationFraction >= 0 && validationFraction < 1,
      "A validation fraction is at least 0 and less than 1, not \(validationFraction)")
    guard validationFraction > 0 else { return (self, subset([])) }
    let numbers = RandomNumbers(seed: seed, purpose: .split)
    func draw(_ identifier: UInt64) -> Double {
      let word = numbers.block(
        UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32), 0)
      return Double(word[0]) * 0x1p-32
    }
    // Each image is a group of its own where none are named.
    let groupOfSample = grouping.map { relativePaths.map($0.group(of:)).map(stableHash) } ?? identifiers
    let draws = Dictionary(groupOfSample.map { ($0, draw($0)) }, uniquingKeysWith: { first, _ in first })
    var heldBack = Set(draws.filter { $0.value < validationFraction }.keys)
    var groupsOfClass = [Set<UInt64>](repeating: [], count: max(classNames.count, 1))
    for (label, group) in zip(labels, groupOfSample) { groupsOfClass[label].insert(group) }
    for groups in groupsOfClass {
      let byDraw = groups.sorted { (draws[$0] ?? 0, $0) < (draws[$1] ?? 0, $1) }
      guard let least = byDraw.first, let greatest = byDraw.last else { continue }
      heldBack.insert(least)
      heldBack.remove(greatest)
    }
    let isHeldBack = groupOfSample.map(heldBack.contains)
    return (
      subset((0..<count).filter { !isHeldBack[$0] }), subset((0..<count).filter { isHeldBack[$0] })
    )
  }
}
