import TrainParallel

extension RunReport {
  /// Loss, accuracy, learning rate and speed by epoch; nil before the first.
  var curvesSection: ReportSection? {
    guard !rows.isEmpty else { return nil }
    let shown = Self.thinned(rows)
    return ReportSection(
      id: "curves", title: "Curves",
      body: """
        <div class="charts">
        \(lossChart(shown).html)\(accuracyChart(shown).html)\(rateChart(shown).html)\(speedChart(shown).html)</div>
        \(epochTable)
        """)
  }

  /// Few enough epochs for curves of some hundred pixels, evenly chosen, the last one among them: a page that is written
  /// after each of many epochs takes no more time for the later ones.
  static func thinned(_ rows: [MetricsRow], to limit: Int = 500) -> [MetricsRow] {
    guard rows.count > limit else { return rows }
    let step = (rows.count + limit - 1) / limit
    return stride(from: (rows.count - 1) % step, to: rows.count, by: step).map { rows[$0] }
  }

  private var bestMark: (epoch: Int, text: String)? {
    best.map { ($0.epoch, "best") }
  }

  private func lossChart(_ rows: [MetricsRow]) -> LineChart {
    let curves = pair(rows, training: { $0.loss }, validation: { $0.validationLoss })
    return LineChart(
      title: "Loss", epochs: rows.map(\.epoch), curves: curves,
      axis: Axis(covering: curves.flatMap { $0.values.compactMap { $0 } }, includesZero: true),
      mark: bestMark, text: { NumberText.fixed($0, 4) })
  }

  private func accuracyChart(_ rows: [MetricsRow]) -> LineChart {
    let curves = pair(rows, training: { $0.accuracy }, validation: { $0.validationAccuracy })
    return LineChart(
      title: "Accuracy", epochs: rows.map(\.epoch), curves: curves,
      axis: Axis(covering: curves.flatMap { $0.values.compactMap { $0 } }), mark: bestMark,
      text: { NumberText.fixed($0, 4) })
  }

  private func rateChart(_ rows: [MetricsRow]) -> LineChart {
    let rates = rows.map(\.learningRate).filter { $0.isFinite && $0 > 0 }
    let isWide = rates.count == rows.count && (rates.max() ?? 1) >= 50 * (rates.min() ?? 1)
    return LineChart(
      title: "Learning rate", epochs: rows.map(\.epoch),
      curves: [.init(name: "rate", color: 3, values: rows.map(\.learningRate))],
      axis: isWide
        ? Axis(logarithmic: rates) : Axis(covering: rows.map(\.learningRate), includesZero: true),
      text: { ReportNumber.short($0) })
  }

  private func speedChart(_ rows: [MetricsRow]) -> LineChart {
    LineChart(
      title: "Throughput", epochs: rows.map(\.epoch),
      curves: [.init(name: "images per second", color: 4, values: rows.map(\.imagesPerSecond))],
      axis: Axis(covering: rows.map(\.imagesPerSecond), includesZero: true), text: NumberText.rate)
  }

  /// The curve of training, and that of validation where there is one.
  private func pair(
    _ rows: [MetricsRow], training: (MetricsRow) -> Double, validation: (MetricsRow) -> Double?
  ) -> [LineChart.Curve] {
    let held = rows.map(validation)
    return [.init(name: "training", color: 1, values: rows.map(training))]
      + (held.contains { $0 != nil } ? [.init(name: "validation", color: 2, values: held)] : [])
  }

  /// The numbers behind the curves.
  private var epochTable: HTML {
    let shown = rows.suffix(200)
    let note: HTML? =
      shown.count < rows.count
      ? "<p>The last \(shown.count) of \(NumberText.grouped(rows.count)) epochs; metrics.csv has all.</p>"
      : nil
    let best = best?.epoch
    let cells = shown.map { row -> HTML in
      let numbers = [
        NumberText.fixed(row.loss, 4), NumberText.fixed(row.accuracy, 4),
        row.validationLoss.map { NumberText.fixed($0, 4) } ?? "-",
        row.validationAccuracy.map { NumberText.fixed($0, 4) } ?? "-", ReportNumber.short(row.learningRate),
        NumberText.rate(row.imagesPerSecond), NumberText.fixed(row.seconds, 1),
      ]
      let mark = row.epoch == best ? " (best)" : ""
      let hash = String(row.weightsSHA256.prefix(12))
      return """
        <th scope="row">\(row.epoch)\(mark)</th>\(numbers.map(HTML.number))<td><code>\(hash)</code></td>
        """
    }
    let heads = [
      "loss", "accuracy", "validation loss", "validation accuracy", "learning rate", "images/s", "seconds",
    ]
    let head: HTML = "\(HTML.heads(["epoch"], numbers: heads))\(HTML.heads(["weights"]))"
    return """
      <details><summary>Every epoch as a table</summary>
      \(note)\(HTML.table("Epochs", head: head, rows: cells))</details>
      """
  }
}
