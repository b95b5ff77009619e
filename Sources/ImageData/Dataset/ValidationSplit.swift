import Parallelism

/// Which images are held back for validation, as a function of what they are called: the rule of
/// ``ImageDataset/split(validationFraction:seed:grouping:)``.
struct ValidationSplit {
  private let fraction: Double
  private let numbers: RandomNumbers

  init(fraction: Double, seed: UInt64) {
    precondition(
      fraction >= 0 && fraction < 1, "A validation fraction is at least 0 and less than 1, not \(fraction)")
    self.fraction = fraction
    numbers = RandomNumbers(seed: seed, purpose: .split)
  }

  /// Whether each image is.
  func isHeldBack(
    labels: [Int], relativePaths: [String], identifiers: [UInt64], classCount: Int, grouping: SampleGrouping?
  ) -> [Bool] {
    guard fraction > 0 else { return labels.map { _ in false } }
    // Each image is a group of its own where none are named.
    let groupOfSample = grouping.map { relativePaths.map($0.group(of:)).map(stableHash) } ?? identifiers
    let draws = Dictionary(groupOfSample.map { ($0, draw($0)) }, uniquingKeysWith: { first, _ in first })
    var heldBack = Set(draws.filter { $0.value < fraction }.keys)
    var groupsOfClass = [Set<UInt64>](repeating: [], count: max(classCount, 1))
    for (label, group) in zip(labels, groupOfSample) { groupsOfClass[label].insert(group) }
    for groups in groupsOfClass {
      let byDraw = groups.sorted { (draws[$0] ?? 0, $0) < (draws[$1] ?? 0, $1) }
      guard let least = byDraw.first, let greatest = byDraw.last else { continue }
      heldBack.insert(least)
      heldBack.remove(greatest)
    }
    return groupOfSample.map(heldBack.contains)
  }

  /// The random number of an image or a group, from 0 to 1.
  private func draw(_ identifier: UInt64) -> Double {
    let word = numbers.block(
      UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32), 0)
    return Double(word[0]) * 0x1p-32
  }
}
