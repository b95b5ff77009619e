import TrainParallel

extension RunReport {
  /// So many classes are listed in their order; of more, those with the lowest recall.
  static let mostClassesOfTable = 100

  /// Precision, recall and F1 of each class; nil without an evaluation.
  var classesSection: ReportSection? {
    guard let validation, !validation.evaluation.labels.isEmpty else { return nil }
    let counts = ConfusionCounts(validation.evaluation)
    let all = (0..<counts.classCount).map {
      (name: validation.classNames[$0], scores: ClassScores($0, in: counts))
    }
    let isLong = all.count > Self.mostClassesOfTable
    let worst = isLong ? Self.lowestRecall(all, Self.mostClassesOfTable) : all
    let note: HTML? =
      isLong
      ? " The \(worst.count) of \(NumberText.grouped(all.count)) classes with the lowest recall are listed."
      : nil
    let rows = worst.map { name, scores -> HTML in
      """
      <th scope="row">\(HTML.name(name))</th>\(bar(scores.recall))\(cell(scores.precision))\(cell(scores.recall))\
      \(cell(scores.f1))\(HTML.number(NumberText.grouped(scores.support)))
      """
    }
    let head: HTML = """
      \(HTML.heads(["class"]))<th scope="col" class="interval">recall, 0 to 1</th>\
      \(HTML.heads([], numbers: ["precision", "recall", "F1", "images"]))
      """
    return ReportSection(
      id: "classes", title: "Classes",
      body: """
        <p>Precision: of the images taken for a class, the part that is. Recall: of the images of a class, the part that \
        was found. Behind each its 95% interval (Wilson).\(note)</p>
        \(HTML.table("Classes", head: head, rows: rows))
        """)
  }

  private static func lowestRecall(
    _ classes: [(name: String, scores: ClassScores)], _ limit: Int
  ) -> [(name: String, scores: ClassScores)] {
    // A class without images has no recall, and stands last.
    let order = classes.indices.sorted { a, b in
      (classes[a].scores.recall?.value ?? 2, a) < (classes[b].scores.recall?.value ?? 2, b)
    }
    return order.prefix(limit).map { classes[$0] }
  }

  private func cell(_ score: ClassScores.Score?) -> HTML {
    guard let score else { return "<td class=\"n\">-</td>" }
    return """
      <td class="n">\(NumberText.fixed(score.value, 3)) \
      <small>\(NumberText.fixed(score.lower, 3)) to \(NumberText.fixed(score.upper, 3))</small></td>
      """
  }

  /// The interval on a line from 0 to 1, and where the value lies in it.
  private func bar(_ score: ClassScores.Score?) -> HTML {
    guard let score else { return "<td class=\"interval\"></td>" }
    func hundredths(_ value: Double) -> String { NumberText.fixed(value * 100, 1) }
    return """
      <td class="interval"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">\
      <rect class="track" x="0" y="4.5" width="100" height="1"/>\
      <rect class="span" x="\(hundredths(score.lower))" y="2" width="\(hundredths(score.upper - score.lower))" \
      height="6"/><rect class="at" x="\(hundredths(score.value * 0.985))" y="0" width="1.5" height="10"/></svg></td>
      """
  }
}
