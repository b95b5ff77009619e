import Foundation

/// Loss and accuracy of a run's epochs as a small plot in characters, for the end of a run: ten lines at most.
struct CurvePlot {
  private let rows: [MetricsRow]

  init(_ rows: [MetricsRow]) {
    self.rows = rows
  }

  /// The plot; nil for fewer than two epochs, and where there is no room for it.
  ///
  /// Both pairs of curves stand side by side if there is room, else one above the other, over the same epochs.
  ///
  /// - Parameters:
  ///   - width: The characters of a line; nil where that is not known, then 80.
  ///   - hasColor: Whether training and validation are told apart by color, else by dashes or marks.
  ///   - isUTF8: Whether the terminal shows more than ASCII.
  func text(width: Int?, hasColor: Bool, isUTF8: Bool) -> String? {
    // The last column stays free, as it does in the progress bar.
    let room = (width ?? 80) - 1
    guard rows.count >= 2, room >= Self.leastWidth else { return nil }
    let style = Style(hasColor: hasColor, isUTF8: isUTF8)
    let isWide = room >= 2 * 30 + gap
    let height = isWide ? 6 : 3
    func panel(_ title: String, _ training: [Double], _ validation: [Double?], _ width: Int) -> [String]? {
      Panel(title: title, training: training, validation: validation, epochs: rows[0].epoch, style: style)
        .lines(width: min(width, 64), height: height)
    }
    let panelWidth = isWide ? (room - gap) / 2 : room
    guard let loss = panel("loss", rows.map(\.loss), rows.map(\.validationLoss), panelWidth),
      let accuracy = panel("accuracy", rows.map(\.accuracy), rows.map(\.validationAccuracy), panelWidth)
    else { return nil }
    let lines =
      isWide
      ? zip(loss, accuracy).map { $0 + String(repeating: " ", count: gap) + $1 }
      : loss.dropLast() + accuracy
    let hasValidation = rows.contains { $0.validationLoss != nil }
    return (lines + [style.legend(hasValidation: hasValidation)]).joined(separator: "\n")
  }

  /// The columns that the legend takes.
  private static let leastWidth = 34

  /// The columns between two plots.
  private let gap = 3

  /// What the terminal can show.
  struct Style {
    var hasColor: Bool
    var isUTF8: Bool

    /// What the curves are.
    func legend(hasValidation: Bool) -> String {
      func entry(_ curve: PlotCanvas.Curve, _ sample: String, _ name: String) -> String {
        (hasColor ? "\u{1B}[\(curve.color)m\(sample)\u{1B}[0m" : sample) + " " + name
      }
      let marks = PlotCanvas.Curve.allCases.map { String($0.mark) }
      let samples = isUTF8 ? ["⠒⠒⠒", hasColor ? "⠒⠒⠒" : "⠒ ⠒"] : marks
      let training = entry(.training, samples[0], "training")
      guard hasValidation else { return training }
      let both = isUTF8 ? "" : "  \(PlotCanvas.bothMark) both"
      return training + "  " + entry(.validation, samples[1], "validation") + both
    }
  }

  /// One pair of curves with its axes.
  private struct Panel {
    let title: String
    let training: [Double]
    let validation: [Double?]
    let epochs: Int
    let style: Style

    /// The title, the picture between its greatest and its least value, and the epochs below it; all lines as wide. Nil if
    /// there is no finite value, or no room.
    func lines(width: Int, height: Int) -> [String]? {
      let curves = [training, validation].map { values in
        values.map { value in value.flatMap { $0.isFinite ? $0 : nil } }
      }
      let values = curves.joined().compactMap { $0 }
      guard let least = values.min(), let greatest = values.max() else { return nil }
      let ends = [greatest, least].map(figure)
      let margin = ends.map(\.count).max() ?? 0
      let columns = width - margin - 2
      guard columns >= 8 else { return nil }
      // A curve that is level runs along the middle.
      let extra = greatest > least ? 0 : max(abs(greatest) / 2, 0.5)
      guard (greatest - least + 2 * extra).isFinite else { return nil }
      var canvas = PlotCanvas(
        columns: columns, rows: height, hasColor: style.hasColor, isUTF8: style.isUTF8)
      for curve in PlotCanvas.Curve.allCases {
        canvas.draw(curve, curves[curve.rawValue], in: least - extra...greatest + extra)
      }
      let picture = canvas.lines.enumerated().map { row, line in
        let label = extra > 0 ? (row == height / 2 ? ends[0] : "") : row == 0 ? ends[0] : ""
        let own = extra == 0 && row == height - 1 ? ends[1] : label
        return own.leftPadding(to: margin) + (style.isUTF8 ? " │" : " |") + line
      }
      let (first, last) = ("epoch \(epochs)", "\(epochs + training.count - 1)")
      let below =
        String(repeating: " ", count: margin + 2)
        + (first.count + last.count < columns
          ? first + last.leftPadding(to: columns - first.count) : last.leftPadding(to: columns))
      return [title.leftPadding(to: margin).padding(to: width)] + picture + [below]
    }

    /// A value with about four digits.
    private func figure(_ value: Double) -> String {
      abs(value) >= 1e4
        ? String(format: "%.1e", value)
        : NumberText.fixed(value, abs(value) >= 100 ? 1 : abs(value) >= 10 ? 2 : 4)
    }
  }
}
