import TrainParallel

/// What an evaluation found, for people and for programs.
struct EvaluationReport {
  var loss: Double
  var accuracy: Double
  /// Where the accuracy on all images of this kind lies with 95% confidence.
  var accuracyInterval: WilsonInterval
  /// The part of the images whose class is among the k most probable ones, where that was asked for.
  var top: (k: Int, accuracy: Double)?
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

  /// What was evaluated, for the object that programs read.
  struct Origin {
    var model: String
    var weightsSHA256: String
    var testTimeAugmentation = TestTimeAugmentation.none
  }

  /// The number of images.
  var count: Int { classes.reduce(0) { $0 + $1.support } }

  /// The table that people read.
  var text: String {
    let figures =
      [
        ("images", NumberText.grouped(count)), ("loss", NumberText.fixed(loss, 4)),
        ("accuracy", NumberText.fixed(accuracy, 4) + "  (\(accuracyInterval.text) with 95% confidence)"),
      ] + (top.map { [("top \($0.k)", NumberText.fixed($0.accuracy, 4))] } ?? [])
    let lines = figures.map { $0.0.padding(to: 8) + "  " + $0.1 } + [""]
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
  func json(_ origin: Origin) -> String {
    let rows = classes.map { row in
      JSON.object([
        ("name", .string(row.name)), ("precision", .finite(row.precision)), ("recall", .finite(row.recall)),
        ("f1", .finite(row.f1)), ("images", .integer(row.support)),
      ])
    }
    let head: [JSON.Member] = [
      ("model", .string(origin.model)), ("tta", .string(origin.testTimeAugmentation.rawValue)),
      ("images", .integer(count)), ("loss", .finite(loss)), ("accuracy", .finite(accuracy)),
      ("accuracy_interval", accuracyInterval.json),
    ]
    let ofTop: [JSON.Member] =
      top.map { [("top_k", .integer($0.k)), ("top_k_accuracy", .finite($0.accuracy))] } ?? []
    let tail: [JSON.Member] = [
      ("classes", .array(rows)),
      ("confusion_matrix", .array(confusionMatrix.map { .array($0.map(JSON.integer)) })),
      ("weights_sha256", .string(origin.weightsSHA256)),
    ]
    return JSON.object(head + ofTop + tail).description
  }
}

extension EvaluationReport {
  /// The report of what a trainer found.
  init(_ evaluation: Evaluation, classNames: [String], top: Int? = nil) {
    self.init(
      loss: evaluation.loss, accuracy: evaluation.accuracy, accuracyInterval: evaluation.accuracyInterval,
      top: top.map { ($0, evaluation.topKAccuracy($0)) },
      classes: zip(classNames, evaluation.classReports).map { name, row in
        Row(name: name, precision: row.precision, recall: row.recall, f1: row.f1, support: row.support)
      },
      confusionMatrix: evaluation.confusionMatrix)
  }
}

extension WilsonInterval {
  /// "0.9511 to 0.9796"
  var text: String { "\(NumberText.fixed(lower, 4)) to \(NumberText.fixed(upper, 4))" }

  /// An array of both ends.
  var json: JSON { [.number(lower), .number(upper)] }
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
