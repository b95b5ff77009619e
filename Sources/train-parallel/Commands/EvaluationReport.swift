import TrainParallel

/// What an evaluation found, for people and for programs.
struct EvaluationReport {
  var loss: Double
  var accuracy: Double
  var classes: [Row]
  /// Images by [true class][predicted class].
  var confusionMatrix: [[Int]]

  /// One class.
  struct Row: Equatable {
    var name: String
    var precision: Double
    var recall: Double
    var f1: Double
    var support: Int
  }

  /// The number of images.
  var count: Int { classes.reduce(0) { $0 + $1.support } }

  /// The table that people read.
  var text: String {
    let lines = [
      "images    \(NumberText.grouped(count))", "loss      \(NumberText.fixed(loss, 4))",
      "accuracy  \(NumberText.fixed(accuracy, 4))", "",
    ]
    let scores =
      [["class", "precision", "recall", "f1", "images"]]
      + classes.map { row in
        [row.name] + [row.precision, row.recall, row.f1].map { NumberText.fixed($0, 4) }
          + [NumberText.grouped(row.support)]
      }
    // Names above the columns would make a wide table of many classes: there they are numbered.
    let isNarrow = classes.reduce(0) { $0 + max($1.name.count, 5) + 2 } <= 80
    let heads = classes.indices.map { isNarrow ? classes[$0].name : "\($0)" }
    let rows = zip(classes, confusionMatrix).enumerated().map { index, row in
      [isNarrow ? row.0.name : "\(index) \(row.0.name)"] + row.1.map(NumberText.grouped)
    }
    return (lines + aligned(scores) + ["", "true class by predicted class"] + aligned([[""] + heads] + rows))
      .joined(separator: "\n")
  }

  /// The object that programs read.
  func json(model: String, weightsSHA256: String) -> String {
    let rows = classes.map { row in
      JSON.object([
        ("name", .string(row.name)), ("precision", .finite(row.precision)), ("recall", .finite(row.recall)),
        ("f1", .finite(row.f1)), ("images", .integer(row.support)),
      ])
    }
    return JSON.object([
      ("model", .string(model)), ("images", .integer(count)), ("loss", .finite(loss)),
      ("accuracy", .finite(accuracy)), ("classes", .array(rows)),
      ("confusion_matrix", .array(confusionMatrix.map { .array($0.map(JSON.integer)) })),
      ("weights_sha256", .string(weightsSHA256)),
    ]).description
  }
}

/// Rows as lines: the first column to the left, the others to the right of their widths.
func aligned(_ rows: [[String]]) -> [String] {
  let columns = rows.first?.count ?? 0
  let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    zip(row, widths).enumerated().map { column, cell in
      column == 0 ? cell.0.padding(to: cell.1) : cell.0.leftPadding(to: cell.1)
    }.joined(separator: "  ")
  }
}
