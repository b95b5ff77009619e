import Parallelism
import Testing

@testable import ImageData

@Suite struct ImageDatasetSplitTests {
  private func dataset(_ names: [String]) -> ImageDataset {
    let labels = names.map { $0.hasPrefix("a") ? 0 : $0.hasPrefix("b") ? 1 : 2 }
    return ImageDataset(
      pixels: names.indices.map { UInt8(truncatingIfNeeded: $0) }, size: ImageSize(1), channels: 1,
      labels: labels, classNames: ["a", "b", "c"], identifiers: names.map(stableHash))
  }

  private func names(_ prefix: String, _ range: Range<Int>) -> [String] {
    range.map { "\(prefix)/\($0).png" }
  }

  @Test func partsAreDisjointAndWhole() {
    let all = dataset(names("a", 0..<500) + names("b", 0..<500))
    let (training, validation) = all.split(validationFraction: 0.2, seed: 1)
    #expect(Set(training.identifiers).isDisjoint(with: validation.identifiers))
    #expect(training.count + validation.count == 1000)
    // 200 are expected with a standard deviation of 12.6: five of them.
    #expect(abs(validation.count - 200) < 64)
    #expect(validation.labels.contains(0) && validation.labels.contains(1))
    #expect(validation.classNames == ["a", "b", "c"])
    // The pixels went with the images.
    let places = Dictionary(uniqueKeysWithValues: zip(all.identifiers, 0...))
    for sample in 0..<validation.count {
      let original = places[validation.identifiers[sample]] ?? -1
      #expect(validation.withPixels(of: sample) { $0[0] } == UInt8(truncatingIfNeeded: original))
    }
  }

  @Test func moreFilesMoveNoOther() {
    let few = dataset(names("a", 0..<300)).split(validationFraction: 0.1, seed: 0)
    let more = dataset(names("a", 0..<900) + names("b", 0..<200)).split(validationFraction: 0.1, seed: 0)
    #expect(Set(few.validation.identifiers).isSubset(of: more.validation.identifiers))
    #expect(Set(few.training.identifiers).isSubset(of: more.training.identifiers))
  }

  @Test func theSeedMatters() {
    let all = dataset(names("a", 0..<300))
    #expect(
      all.split(validationFraction: 0.3, seed: 0).validation.identifiers
        != all.split(validationFraction: 0.3, seed: 1).validation.identifiers)
    #expect(
      all.split(validationFraction: 0.3, seed: 5).validation.identifiers
        == all.split(validationFraction: 0.3, seed: 5).validation.identifiers)
  }

  @Test(arguments: [0.001, 0.5, 0.999]) func everyClassKeepsOneOnEachSide(fraction: Double) {
    let all = dataset(names("a", 0..<3) + names("b", 0..<2) + names("c", 0..<1))
    let (training, validation) = all.split(validationFraction: fraction, seed: 3)
    #expect(Set(training.labels) == [0, 1, 2])
    #expect(Set(validation.labels) == [0, 1])
    #expect(training.count + validation.count == 6)
  }

  @Test func nothingIsHeldBackForZero() {
    let all = dataset(names("a", 0..<3))
    let (training, validation) = all.split(validationFraction: 0)
    #expect(training === all && validation.count == 0)
  }
}
