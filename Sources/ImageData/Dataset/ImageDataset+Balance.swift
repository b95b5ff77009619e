import Parallelism

extension ImageDataset {
  /// The number of images of each class.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in labels { counts[label] += 1 }
    return counts
  }

  /// N / (K nₖ) for a class of nₖ images among the K classes that have any: all classes weigh the same in sum. 1 for a
  /// class without images.
  ///
  /// - Source: `class_weight="balanced"` of scikit-learn, whose dictionary Keras' `fit` takes.
  public var balancedClassWeights: [Float] {
    let counts = classCounts
    let present = counts.count { $0 > 0 }
    return counts.map { $0 == 0 ? 1 : Float(Double(count) / (Double(present) * Double($0))) }
  }

  /// The images with those of smaller classes repeated, until every class that has any has as many as the largest.
  ///
  /// Which images come once more than others of their class follows from their identifiers and the seed. A repeated
  /// image has an identifier of its own, so that it is augmented in another way; the first keeps its own. The order is
  /// that of this data set, its repetitions behind each image.
  ///
  /// - Parameter seed: Another seed repeats other images.
  public func oversampled(seed: UInt64 = 0) -> ImageDataset {
    let counts = classCounts
    let most = counts.max() ?? 0
    let numbers = RandomNumbers(seed: seed, purpose: .split)
    /// Where an image stands among those of its class that come once more.
    func draw(_ sample: Int) -> UInt32 {
      let identifier = identifiers[sample]
      return numbers.block(
        UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32), 1)[0]
    }
    var repetitions = labels.map { most / counts[$0] }
    for label in counts.indices where counts[label] > 0 {
      let ofClass = (0..<count).filter { labels[$0] == label }
      for sample in ofClass.sorted(by: { (draw($0), $0) < (draw($1), $1) }).prefix(most % counts[label]) {
        repetitions[sample] += 1
      }
    }
    let samples = (0..<count).flatMap { Array(repeating: $0, count: repetitions[$0]) }
    let occurrences = (0..<count).flatMap { Array(0..<repetitions[$0]) }
    return subset(
      samples,
      identifiers: zip(samples, occurrences).map { sample, occurrence in
        identifier(of: sample, occurrence: occurrence)
      })
  }

  /// The number of one occurrence of an image in random draws.
  private func identifier(of sample: Int, occurrence: Int) -> UInt64 {
    occurrence == 0 ? identifiers[sample] : stableHash("\(identifiers[sample])#\(occurrence)")
  }
}
