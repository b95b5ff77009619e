import Testing
import TrainParallel

@testable import train_parallel

struct ComparisonReportTests {
  /// A report of so many images that both, only the first, only the second, and neither get right.
  private func report(_ both: Int, _ first: Int, _ second: Int, _ neither: Int) -> ComparisonReport {
    func images(_ count: Int, _ name: String, _ first: String, _ second: String) -> [ComparisonReport.Image] {
      (0..<count).map { .init(path: "\(name)-\($0).png", truth: "cat", first: first, second: second) }
    }
    let side = ComparisonReport.Side(
      path: "runs/a", modelPath: "runs/a/best.safetensors", weightsSHA256: "ab", loss: 0.25, accuracy: 0.75,
      accuracyInterval: WilsonInterval(successes: 3, trials: 4), epochs: 10, seconds: 61.25,
      imagesPerSecond: 8123)
    var other = side
    (other.path, other.modelPath, other.epochs) = ("b.safetensors", "b.safetensors", nil)
    (other.seconds, other.imagesPerSecond) = (nil, nil)
    return ComparisonReport(
      first: side, second: other,
      images: images(both, "both", "cat", "cat") + images(first, "first", "cat", "dog")
        + images(second, "second", "owl", "cat") + images(neither, "neither", "dog", "dog"),
      options: [OptionDifference(name: "training.seed", first: "0", second: "1")])
  }

  @Test func `the page`() {
    let text = report(4, 1, 2, 1).text(listsAll: false)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].split(separator: " ") == ["runs/a", "b.safetensors"])
    #expect(text.contains("epochs") && text.contains("8,123"))
    #expect(lines.first { $0.hasPrefix("seconds") }?.split(separator: " ") == ["seconds", "61.2", "-"])
    #expect(
      text.contains(
        """

        images                 8
        both right             4
        only the first right   1
        only the second right  2
        both wrong             1

        """))
    #expect(text.contains("McNemar's exact test: p = 1.0000\n"))
    #expect(text.contains("less that of the first: +0.1250  ("))
    #expect(text.contains("options that differ\n  training.seed  0  1\n"))
    #expect(text.contains("they take 3 images for different things\n"))
    #expect(lines.last?.split(separator: " ") == ["second-1.png", "cat", "owl", "cat"])
  }

  @Test func `ten images are listed, or all`() {
    let report = report(1, 30, 0, 0)
    let short = report.text(listsAll: false)
    #expect(short.contains("they take 30 images for different things; the first 10, all with --list"))
    #expect(short.contains("first-9.png") && !short.contains("first-10.png"))
    let long = report.text(listsAll: true)
    #expect(long.contains("first-29.png") && !long.contains("--list"))
  }

  /// p is 1, 1, 14/64, 2/64 and 2/4096.
  @Test(arguments: [
    (0, 0, "There is no difference: both are right on the same images."),
    (3, 3, "There is no difference: each is right on as many images that the other gets wrong."),
    (
      5, 1,
      "The difference may be chance. Two that are equally good would differ as much in 22 of 100 such comparisons."
    ),
    (
      6, 0,
      "The difference is real: the first is better. Two that are equally good would differ as much in 1 of 32 such comparisons."
    ),
    (
      0, 12,
      "The difference is real: the second is better. Two that are equally good would differ as much in less than 1 of 1,000 such comparisons."
    ),
  ]) func `the verdict`(first: Int, second: Int, verdict: String) {
    #expect(report(2, first, second, 1).verdict == verdict)
  }

  @Test func `the object`() throws {
    let text = report(4, 1, 2, 1).json
    #expect(!text.contains("\n"))
    let json = try JSON(parsing: text.utf8)
    #expect(json["first"]?["run"]?.text == "runs/a" && json["second"]?["seconds"]?.isNull == true)
    let counts = ["images", "both_right", "only_first", "only_second", "both_wrong"].map {
      json[$0]?.wholeNumber
    }
    #expect(counts == [8, 4, 1, 2, 1])
    #expect(json["difference"]?.realNumber == 0.125)
    let p = try #require(json["p_value"]?.realNumber)
    #expect(abs(p - 1) < 1e-12)
    #expect(json["is_significant"] == false)
    #expect(json["options"]?.elements?.first?["second"] == "1")
    #expect(
      json["differing_images"]?.elements?.compactMap { $0["path"]?.text } == [
        "first-0.png", "second-0.png", "second-1.png",
      ])
  }
}
