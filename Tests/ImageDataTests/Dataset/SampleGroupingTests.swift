import Testing

@testable import ImageData

@Suite struct SampleGroupingTests {
  @Test func textsAndNumbersAreRead() {
    #expect(SampleGrouping("_") == .upTo("_"))
    #expect(SampleGrouping("7") == .characters(7))
    #expect(SampleGrouping("0") == nil && SampleGrouping("") == nil && SampleGrouping("-3") == nil)
  }

  /// The folder plays no part; a name without the text is a group of its own.
  @Test func theNameDecides() {
    let upTo = SampleGrouping.upTo("_")
    #expect(upTo.group(of: "cat/p07_1.png") == "p07")
    #expect(upTo.group(of: "dog/more/p07_22_3.png") == "p07")
    #expect(upTo.group(of: "dog/single.png") == "single.png")
    #expect(SampleGrouping.characters(2).group(of: "a/äöü.png") == "äö")
    #expect(SampleGrouping.characters(9).group(of: "a/b.png") == "b.png")
  }

  private func dataset(_ paths: [String]) throws -> ImageDataset {
    let folder = try TemporaryFolder()
    for path in paths { try folder.write(png(height: 2, width: 2), path) }
    return try ImageDataset.load(ImageDirectory(path: folder.path), executor: ScrambledExecutor(threads: 2))
  }

  /// 60 groups of 3 images over two classes: none is torn apart, and new groups move no old one.
  @Test func groupsStayTogether() throws {
    func paths(_ groups: Range<Int>) -> [String] {
      groups.flatMap { group in (0..<3).map { "\($0 == 0 ? "a" : "b")/p\(group)_\($0).png" } }
    }
    let grouping = SampleGrouping.upTo("_")
    let few = try dataset(paths(0..<40)).split(validationFraction: 0.3, seed: 1, grouping: grouping)
    let more = try dataset(paths(0..<60)).split(validationFraction: 0.3, seed: 1, grouping: grouping)
    func groups(_ images: ImageDataset) -> Set<String> { Set(images.relativePaths.map(grouping.group(of:))) }
    #expect(groups(more.training).isDisjoint(with: groups(more.validation)))
    #expect(!more.validation.labels.isEmpty && more.validation.count % 3 == 0)
    #expect(groups(few.validation).isSubset(of: groups(more.validation)))
    #expect(groups(few.training).isSubset(of: groups(more.training)))
  }

  /// A class of one group stays in the training part, one of two has one in each.
  @Test func smallClassesKeepAGroupToTrain() throws {
    let images = try dataset(["a/x_1.png", "a/x_2.png", "b/y_1.png", "b/z_1.png"])
    let parts = images.split(validationFraction: 0.9, grouping: .upTo("_"))
    #expect(Set(parts.training.labels) == [0, 1])
    #expect(parts.validation.labels == [1])
  }
}
