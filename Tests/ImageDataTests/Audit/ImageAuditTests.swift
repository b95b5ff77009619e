import Foundation
import Parallelism
import Testing

@testable import ImageData

@Suite struct ImageAuditTests {
  private func audit(
    _ folder: TemporaryFolder, executor: any TaskExecutor = SerialExecutor()
  ) throws -> ImageAudit {
    ImageAudit(try AuditedDirectory.list([folder.path]), executor: executor)
  }

  /// The findings of some kinds as text, paths below the folder.
  private func found(_ audit: ImageAudit, in folder: TemporaryFolder) -> [String] {
    audit.findings.map { finding in
      let paths = finding.paths.map { $0.dropFirst(folder.path.count + 1) }.joined(separator: " ")
      return "\(finding.kind.rawValue) \(paths): \(finding.detail)"
    }
  }

  /// Two classes of three different photos each.
  private func cleanFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for number in 1...6 {
      try folder.write(DuplicateSearchTests.photo(number), "\(number <= 3 ? "cat" : "dog")/\(number).jpg")
    }
    return folder
  }

  @Test func aCleanFolderHasNoFindings() throws {
    let folder = try cleanFolder()
    let audit = try audit(folder)
    #expect(found(audit, in: folder) == [])
    #expect(audit.images.count == 6 && audit.images.allSatisfy { $0.facts != nil })
    #expect(audit.classCounts.map(\.name) == ["cat", "dog"])
    #expect(audit.classCounts.map(\.counts) == [[3], [3]])
    #expect(audit.sizes.map(\.size) == [ImageSize(height: 48, width: 64)] && audit.sizes[0].count == 6)
    #expect(audit.formats.map(\.format) == [.jpeg] && audit.colors.map(\.color) == [.rgb])
  }

  @Test func whatIsTheMatterWithSingleImagesIsFound() throws {
    let folder = try cleanFolder()
    try folder.write(Array(try DuplicateSearchTests.photo(7).prefix(900)), "cat/cut.jpg")
    try folder.write(Array("<html>".utf8), "cat/page.png")
    try folder.write(try DuplicateSearchTests.photo(8), "cat/named.png")
    try folder.write(
      png([UInt8](repeating: 9, count: 400), height: 20, width: 20, channels: 1), "dog/blank.png")
    try folder.write(png(height: 8, width: 12), "dog/tiny.png")
    try folder.write(png(height: 20, width: 90), "dog/wide.png")
    let golden = { name in try #require(GoldenImage.all.first { $0.name == name }).bytes }
    try folder.write(golden("animated.gif"), "dog/animated.gif")
    try folder.write(golden("orientation-6.jpg"), "dog/turned.jpg")
    let found = found(try audit(folder), in: folder)
    func one(_ start: String) -> String? { found.first { $0.hasPrefix(start) } }
    #expect(one("damaged cat/cut.jpg")?.contains("cut short") == true)
    #expect(one("damaged cat/page.png")?.contains("web page") == true)
    #expect(one("misnamed cat/named.png: it is named like PNG and holds JPEG") != nil)
    #expect(one("blank dog/blank.png: 20x20") != nil)
    #expect(one("tiny dog/tiny.png: 8x12") != nil)
    #expect(one("elongated dog/wide.png: 20x90") != nil)
    #expect(one("animated dog/animated.gif")?.contains("frames") == true)
    #expect(one("turned dog/turned.jpg") != nil)
    #expect(found.count { $0.hasPrefix("damaged") } == 2)
  }

  @Test func muchSmallerThanTheOthersIsVerySmall() throws {
    let folder = try cleanFolder()
    for number in 1...8 {
      try folder.write(
        DuplicateSearchTests.photo(20 + number, height: 120, width: 90), "cat/large\(number).jpg")
    }
    try folder.write(DuplicateSearchTests.photo(40, height: 20, width: 20), "cat/small.jpg")
    #expect(
      found(try audit(folder), in: folder) == [
        "tiny cat/small.jpg: 20x20, less than a quarter of the median's 90 pixels"
      ])
  }

  @Test func duplicatesAreToldAsWhatIsWorstAboutThem() throws {
    let folder = try TemporaryFolder()
    for number in 1...4 {
      try folder.write(
        DuplicateSearchTests.photo(number), "train/\(number <= 2 ? "cat" : "dog")/\(number).jpg")
      try folder.write(
        DuplicateSearchTests.photo(10 + number), "validation/\(number <= 2 ? "cat" : "dog")/\(number).jpg")
    }
    try folder.write(DuplicateSearchTests.photo(1), "train/cat/again.jpg")
    try folder.write(DuplicateSearchTests.photo(3), "train/cat/dog.jpg")
    try folder.write(DuplicateSearchTests.photo(2), "validation/cat/leak.jpg")
    try folder.write(DuplicateSearchTests.photo(4, quality: 60), "validation/cat/near.jpg")
    let audit = try audit(folder)
    #expect(
      found(audit, in: folder) == [
        "leak train/cat/2.jpg validation/cat/leak.jpg: training, validation: the same bytes",
        "conflicting_labels train/cat/dog.jpg train/dog/3.jpg: cat, dog: the same bytes",
        "near_leak train/dog/4.jpg validation/cat/near.jpg: training, validation: nearly the same pixels",
        "near_conflicting_labels train/dog/4.jpg validation/cat/near.jpg: cat, dog: nearly the same pixels",
        "duplicates train/cat/1.jpg train/cat/again.jpg: the same bytes",
      ])
    #expect(audit.parts == ["training", "validation"])
    #expect(audit.classCounts.map(\.counts) == [[4, 4], [2, 2]])
  }

  @Test func classesAreComparedFromPartToPart() throws {
    let folder = try TemporaryFolder()
    let classes = ["train/ant": 10, "train/bee": 2, "train/cow": 2, "test/ant": 2, "test/eel": 2]
    var seed = 0
    for (name, count) in classes.sorted(by: { $0.key < $1.key }) {
      for number in 0..<count {
        seed += 1
        try folder.write(DuplicateSearchTests.photo(seed), "\(name)/\(number).jpg")
      }
    }
    #expect(
      found(try audit(folder), in: folder) == [
        "unknown_class test/eel: in test, not in \(folder.path)/train",
        "missing_class test: no folder \"bee\" in test", "missing_class test: no folder \"cow\" in test",
        "imbalance train: \"ant\" has 10 images, \"bee\" 2: 5 times as many",
      ])
  }

  @Test func oneClassAloneIsTold() throws {
    let folder = try TemporaryFolder()
    for number in 1...2 { try folder.write(DuplicateSearchTests.photo(number), "only/\(number).jpg") }
    #expect(found(try audit(folder), in: folder) == ["only_one_class only: the only folder is \"only\""])
  }

  @Test func theResultDoesNotDependOnTheThreads() throws {
    let folder = try cleanFolder()
    for (number, image) in GoldenImage.all.enumerated() {
      try folder.write(image.bytes, "\(number % 3)/\(image.name)")
      try folder.write(Array(image.bytes.prefix(image.bytes.count / 2)), "\(number % 3)/cut-\(image.name)")
    }
    let serial = try audit(folder)
    for threads in [2, 5] {
      let scrambled = try audit(folder, executor: ScrambledExecutor(threads: threads))
      #expect(scrambled.findings == serial.findings)
      #expect(scrambled.sizes.map(\.size) == serial.sizes.map(\.size))
    }
    #expect(serial.findings.contains { $0.kind == .damaged })
    #expect(serial.images.count == 6 + 2 * GoldenImage.all.count)
  }

  @Test func kindsHaveWordsAndTheWorstComeFirst() {
    let severities = AuditFinding.Kind.allCases.map {
      AuditFinding.Severity.allCases.firstIndex(of: $0.severity) ?? 9
    }
    #expect(severities == severities.sorted())
    #expect(Set(AuditFinding.Kind.allCases.map(\.explanation)).count == AuditFinding.Kind.allCases.count)
  }
}
