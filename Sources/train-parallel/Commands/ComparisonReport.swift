import TrainParallel

/// What two runs make of the same images, for people.
struct ComparisonReport {
  var first: Side
  var second: Side
  var images: [Image]
  /// The options that the runs were made with differently.
  var options: [OptionDifference]

  /// One of the two runs.
  struct Side {
    /// As it was named.
    var path: String
    var modelPath: String
    var weightsSHA256: String
    var loss: Double
    var accuracy: Double
    var accuracyInterval: WilsonInterval
    /// The training's epochs, its duration and its speed; nil where nothing is known.
    var epochs: Int?
    var seconds: Double?
    var imagesPerSecond: Double?
  }

  /// One image and what it was taken for.
  struct Image: Equatable {
    var path: String
    var truth: String
    var first: String
    var second: String

    /// Whether the two take it for different things.
    var differs: Bool { first != second }
  }

  /// Who is right how often.
  var outcomes: PairedOutcomes {
    images.reduce(into: PairedOutcomes()) {
      $0.add(firstIsRight: $1.first == $1.truth, secondIsRight: $1.second == $1.truth)
    }
  }

  /// The images that the two take for different things.
  var differingImages: [Image] { images.filter(\.differs) }

  /// Below this p a difference is taken to be real.
  static let significance = 0.05

  /// The page that people read.
  ///
  /// - Parameter listsAll: Whether all images are listed on which the two differ; else the first ten.
  func text(listsAll: Bool) -> String {
    (sidesText + [""] + countsText + [""] + verdictText + optionsText + imagesText(listsAll: listsAll))
      .joined(separator: "\n")
  }

  private var sidesText: [String] {
    func row(_ name: String, _ value: (Side) -> String) -> [String] { [name, value(first), value(second)] }
    return aligned([
      row("") { $0.path }, row("model") { $0.modelPath },
      row("accuracy") { NumberText.fixed($0.accuracy, 4) },
      row("  with 95% confidence") { $0.accuracyInterval.text },
      row("loss") { NumberText.fixed($0.loss, 4) },
      row("epochs") { $0.epochs.map(NumberText.grouped) ?? "-" },
      row("seconds") { $0.seconds.map { NumberText.fixed($0, 1) } ?? "-" },
      row("images/s") { $0.imagesPerSecond.map(NumberText.rate) ?? "-" },
    ])
  }

  private var countsText: [String] {
    let outcomes = outcomes
    return aligned(
      [
        ("images", outcomes.count), ("both right", outcomes.bothRight),
        ("only the first right", outcomes.onlyFirst), ("only the second right", outcomes.onlySecond),
        ("both wrong", outcomes.bothWrong),
      ].map { [$0.0, NumberText.grouped($0.1)] })
  }

  private var verdictText: [String] {
    let (difference, p) = (outcomes.difference, outcomes.test.pValue)
    let value = (difference.value > 0 ? "+" : "") + NumberText.fixed(difference.value, 4)
    let interval = "\(NumberText.fixed(difference.lower, 4)) to \(NumberText.fixed(difference.upper, 4))"
    return [
      "accuracy of the second less that of the first: \(value)  (\(interval) with 95% confidence)",
      "McNemar's exact test: p \(p < 0.0001 ? "below 0.0001" : "= " + NumberText.fixed(p, 4))", verdict,
    ]
  }

  /// Whether the difference is real, in a sentence.
  var verdict: String {
    let (outcomes, p) = (outcomes, outcomes.test.pValue)
    guard outcomes.onlyFirst != outcomes.onlySecond else {
      return outcomes.onlyFirst == 0
        ? "There is no difference: both are right on the same images."
        : "There is no difference: each is right on as many images that the other gets wrong."
    }
    let chance =
      p >= 0.1
      ? "\(Int((p * 100).rounded())) of 100"
      : p >= 0.001 ? "1 of \(Int((1 / p).rounded()))" : "less than 1 of 1,000"
    let better = outcomes.onlySecond > outcomes.onlyFirst ? "second" : "first"
    let judgement =
      p < Self.significance
      ? "The difference is real: the \(better) is better." : "The difference may be chance."
    return "\(judgement) Two that are equally good would differ as much in \(chance) such comparisons."
  }

  private var optionsText: [String] {
    guard !options.isEmpty else { return ["", "the options of both are the same"] }
    return ["", "options that differ"]
      + aligned(
        options.map {
          ["  " + $0.name, OptionDifference.text($0.first), OptionDifference.text($0.second)]
        })
  }

  private func imagesText(listsAll: Bool) -> [String] {
    let differing = differingImages
    guard !differing.isEmpty else { return ["", "they take every image for the same"] }
    let shown = differing.prefix(listsAll ? differing.count : 10)
    let rest = differing.count - shown.count
    let head = "they take \(NumberText.count(differing.count, "image")) for different things"
    return ["", head + (rest > 0 ? "; the first \(shown.count), all with --list" : "")]
      + aligned(
        [["  path", "truth", "first", "second"]]
          + shown.map { ["  " + $0.path, $0.truth, $0.first, $0.second] })
  }
}
