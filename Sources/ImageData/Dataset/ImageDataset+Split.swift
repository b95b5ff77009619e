import Parallelism

extension ImageDataset {
  /// Holds back some images of every class for validation.
  ///
  /// An image is held back if the random number of its identifier is below the fraction, so adding files moves no other
  /// image from one part to the other. Every class keeps at least one image in both parts: where all would fall into one,
  /// the image nearest to the border changes sides. A class of one image stays in the training part.
  ///
  /// - Parameters:
  ///   - validationFraction: The part held back, from 0 (none) to less than 1. It is met on average, not to the image.
  ///   - seed: Another seed holds back other images.
  /// - Returns: The two parts, each in the order of this data set.
  public func split(
    validationFraction: Double, seed: UInt64 = 0
  ) -> (training: ImageDataset, validation: ImageDataset) {
    precondition(
      validationFraction >= 0 && validationFraction < 1,
      "A validation fraction is at least 0 and less than 1, not \(validationFraction)")
    guard validationFraction > 0 else { return (self, subset([])) }
    let numbers = RandomNumbers(seed: seed, purpose: .split)
    let draws = identifiers.map { identifier in
      let word = numbers.block(
        UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32), 0)
      return Double(word[0]) * 0x1p-32
    }
    var isHeldBack = draws.map { $0 < validationFraction }
    var samplesOfClass = [[Int]](repeating: [], count: max(classNames.count, 1))
    for sample in 0..<count { samplesOfClass[labels[sample]].append(sample) }
    for samples in samplesOfClass {
      let byDraw = samples.sorted { (draws[$0], $0) < (draws[$1], $1) }
      guard let least = byDraw.first, let greatest = byDraw.last else { continue }
      if !isHeldBack[least] { isHeldBack[least] = true }
      if isHeldBack[greatest] { isHeldBack[greatest] = false }
    }
    return (
      subset((0..<count).filter { !isHeldBack[$0] }), subset((0..<count).filter { isHeldBack[$0] })
    )
  }
}
