import TrainParallel

/// What is printed about one image.
struct PredictionRow {
  let path: String
  let outcome: Outcome

  /// How rows are written.
  enum Format {
    case text, csv, json
  }

  /// The classes, the most probable first; or why there are none.
  enum Outcome {
    case ranking([(name: String, probability: Float)])
    case failure(String)

    /// Sorts the classes; at equal probability the first one stays first.
    static func classes(_ classes: some Sequence<(String, Float)>) -> Outcome {
      .ranking(
        classes.enumerated().sorted { a, b in
          (b.element.1, a.offset) < (a.element.1, b.offset)
        }.map { (name: $0.element.0, probability: $0.element.1) })
    }
  }

  static let csvHeader = "path,rank,class,probability,error"

  /// The row with the `top` most probable classes; where that is not said, with all in JSON and else with the first.
  func text(_ format: Format, top: Int?) -> String {
    switch (format, outcome) {
    case (.text, .ranking(let classes)):
      return
        ([path]
        + classes.prefix(top ?? 1).map { "\($0.name)  \(NumberText.fixed(Double($0.probability), 4))" })
        .joined(separator: "  ")
    case (.text, .failure(let reason)): return "\(path)  error: \(reason)"
    case (.csv, .ranking(let classes)):
      return classes.prefix(top ?? 1).enumerated().map { rank, row in
        [path, "\(rank + 1)", row.name, "\(row.probability)", ""].map(csvField).joined(separator: ",")
      }.joined(separator: "\n")
    case (.csv, .failure(let reason)):
      return [path, "", "", "", reason].map(csvField).joined(separator: ",")
    case (.json, .ranking(let classes)):
      let shown = classes.prefix(top ?? classes.count)
      let probabilities = JSON.object(shown.map { ($0.name, .float($0.probability)) })
      return JSON.object([
        ("path", .string(path)), ("class", .text(classes.first?.name)),
        ("probability", classes.first.map { .float($0.probability) } ?? .null),
        ("probabilities", probabilities),
      ]).description
    case (.json, .failure(let reason)):
      return JSON.object([("path", .string(path)), ("error", .string(reason))]).description
    }
  }
}

extension JSON {
  /// A `Float` with no more digits than it has.
  fileprivate static func float(_ number: Float) -> JSON {
    .finite(Double(number.description))
  }
}
