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
    let split = ValidationSplit(fraction: validationFraction, seed: seed)
    let isHeldBack = split.isHeldBack(
      labels: labels, relativePaths: relativePaths, identifiers: identifiers, classCount: classNames.count,
      grouping: grouping)
    guard isHeldBack.contains(true) else { return (self, subset([])) }
    return (
      subset((0..<count).filter { !isHeldBack[$0] }), subset((0..<count).filter { isHeldBack[$0] })
    )
  }
}
