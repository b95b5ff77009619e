import TrainParallel

extension RunReport {
  /// Up to so many classes the whole matrix is shown, above the pairs that are most often confused.
  static let mostClassesOfMatrix = 30

  /// What each class was taken for; nil without an evaluation.
  var confusionSection: ReportSection? {
    guard let validation, !validation.evaluation.labels.isEmpty else { return nil }
    let counts = ConfusionCounts(validation.evaluation)
    let isSmall = counts.classCount <= Self.mostClassesOfMatrix
    let (right, all) = (counts.correct, validation.evaluation.labels.count)
    let summary: HTML = """
      <p>\(validation.model): \(NumberText.grouped(right)) of \(NumberText.count(all, "validation image")) right, \
      \(NumberText.grouped(all - right)) wrong.
      """
    return ReportSection(
      id: "confusion", title: isSmall ? "Confusion matrix" : "Most confused classes",
      body: isSmall
        ? "\(summary) \(matrix(counts, validation.classNames))"
        : "\(summary) \(confusedPairs(counts, validation.classNames))")
  }

  private func matrix(_ counts: ConfusionCounts, _ names: [String]) -> HTML {
    let classes = 0..<counts.classCount
    let columns = classes.map { prediction -> HTML in
      "<th scope=\"col\" title=\"\(names[prediction])\"><span>\(HTML.name(names[prediction]))</span></th>"
    }
    let head: HTML = "<th scope=\"col\" class=\"corner\">true class, by predicted</th>\(columns)"
    let isWide = counts.classCount > 6
    // Hundreds of zeros would hide the mistakes.
    let noMistake: HTML = isWide ? "<td></td>" : "<td class=\"none\">0</td>"
    let rows = classes.map { truth -> HTML in
      let cells = classes.map { prediction -> HTML in
        let count = counts[truth, prediction]
        if count == 0, truth != prediction { return noMistake }
        return cell(count, of: counts.support[truth], isRight: truth == prediction)
      }
      return "<th scope=\"row\" title=\"\(names[truth])\">\(HTML.name(names[truth]))</th>\(cells)"
    }
    let kind = isWide ? "confusion many" : "confusion"
    return """
      A row holds the images of one class, each column what they were taken for; the deeper the shade, the greater the \
      part of the row.</p>
      \(HTML.table("Confusion matrix", class: kind, head: head, rows: rows))
      """
  }

  /// A count whose shade is its part of the row; of mistakes the root of it, so that rare ones show too.
  private func cell(_ count: Int, of support: Int, isRight: Bool) -> HTML {
    let share = support == 0 ? 0 : Double(count) / Double(support)
    let shade = Int(((isRight ? share : share.squareRoot()) * 100).rounded())
    return
      "<td class=\"\(isRight ? "hit" : "miss")\" style=\"--shade:\(shade)%\">\(NumberText.grouped(count))</td>"
  }

  private func confusedPairs(_ counts: ConfusionCounts, _ names: [String]) -> HTML {
    let pairs = counts.mostConfused
    guard !pairs.isEmpty else { return "No class was taken for another.</p>" }
    let rows = pairs.prefix(30).map { pair, count -> HTML in
      """
      <th scope="row">\(HTML.name(names[pair.truth]))</th><td>\(HTML.name(names[pair.prediction]))</td>\
      \(HTML.number(NumberText.grouped(count)))\
      \(HTML.number(Self.percent(Double(count) / Double(counts.support[pair.truth]), digits: 1)))
      """
    }
    let shown: HTML =
      pairs.count > rows.count
      ? "The \(rows.count) most frequent of \(NumberText.grouped(pairs.count)) pairs of classes:</p>" : "</p>"
    let head = HTML.heads(["true class", "taken for"], numbers: ["images", "of the class"])
    return "\(shown)\(HTML.table("Most confused classes", class: "fit", head: head, rows: rows))"
  }
}
