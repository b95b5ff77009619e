import Testing

@testable import ImageData

@Suite struct ImageDatasetBalanceTests {
  /// Seven images of class 0, two of class 1, none of class 2, three of class 3; each of one color.
  private let dataset = ImageDataset(
    pixels: (0..<12).flatMap { [UInt8](repeating: UInt8($0), count: 4) }, size: ImageSize(2), channels: 1,
    labels: [0, 0, 0, 1, 0, 3, 0, 3, 0, 1, 0, 3], classNames: ["a", "b", "c", "d"],
    identifiers: (0..<12).map { 100 + $0 })

  @Test func classesAreCounted() {
    #expect(dataset.classCounts == [7, 2, 0, 3])
  }

  /// 12 images, three classes that have any: 12 / (3 n).
  @Test func allClassesWeighTheSame() {
    let expected: [Double] = [12.0 / 21, 2, 1, 12.0 / 9]
    #expect(dataset.balancedClassWeights == expected.map(Float.init))
    let weights = dataset.balancedClassWeights
    #expect(abs(dataset.labels.reduce(0) { $0 + weights[$1] } - 12) < 1e-5)
  }

  @Test func smallerClassesAreRepeated() throws {
    let balanced = dataset.oversampled(seed: 3)
    #expect(balanced.classCounts == [7, 7, 0, 7])
    // As evenly as can be: of three images two come twice and one three times, of two one three and one four times.
    func repetitions(_ label: Int) -> [Int] {
      (0..<12).filter { dataset.labels[$0] == label }.map { sample in
        balanced.relativePaths.count { $0 == dataset.relativePaths[sample] }
      }.sorted()
    }
    #expect(repetitions(0) == Array(repeating: 1, count: 7))
    #expect(repetitions(1) == [3, 4])
    #expect(repetitions(3) == [2, 2, 3])
    // Their pixels are the same, their numbers in random draws are not; the first keeps its own.
    #expect(Set(balanced.identifiers).count == balanced.count)
    #expect(Set(dataset.identifiers).isSubset(of: balanced.identifiers))
    for sample in 0..<balanced.count {
      let path = try #require(Int(balanced.relativePaths[sample]))
      #expect(balanced.withPixels(of: sample) { $0.allSatisfy { $0 == UInt8(path) } })
    }
  }

  /// Another seed repeats other images; the same one the same.
  @Test func theSeedChooses() {
    #expect(dataset.oversampled(seed: 5).identifiers == dataset.oversampled(seed: 5).identifiers)
    let choices = Set((0..<20).map { dataset.oversampled(seed: $0).identifiers })
    #expect(choices.count > 1)
  }

  @Test func weightsReachTheFlow() {
    let flow = ImageDataGenerator().flow(dataset, classWeights: dataset.balancedClassWeights)
    #expect(flow.weight(of: 0) == Float(12.0 / 21))
    #expect(flow.weight(of: 3) == 2)
    #expect(ImageDataGenerator().flow(dataset).weight(of: 3) == 1)
  }
}
