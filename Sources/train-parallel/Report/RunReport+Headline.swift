import TrainParallel

extension RunReport {
  /// The figures that people look for first, as tiles; nil before the first epoch.
  var headline: HTML? {
    guard let last = rows.last else { return nil }
    let tiles = [accuracyTile(last), lossTile(last), epochsTile, speedTile, timeTile]
    return "<div class=\"tiles\">\n\(tiles)</div>\n"
  }

  private func tile(_ label: String, _ figure: String, _ note: HTML?) -> HTML {
    let small = note.map { text -> HTML in "<span class=\"note\">\(text)</span>" }
    return """
      <div class="tile"><span class="label">\(label)</span><span class="figure">\(figure)</span>\(small)</div>

      """
  }

  private func accuracyTile(_ last: MetricsRow) -> HTML {
    guard let best, let accuracy = best.validationAccuracy else {
      return tile("Training accuracy", Self.percent(last.accuracy), "of the last epoch; no validation images")
    }
    var note: HTML = "epoch \(best.epoch)"
    if let count = validationCount, count > 0, (0...1).contains(accuracy) {
      let correct = Int((accuracy * Double(count)).rounded())
      let interval = WilsonInterval(successes: correct, trials: count)
      note = """
        95% interval \(Self.percent(interval.lower)) to \(Self.percent(interval.upper)): \
        \(NumberText.grouped(correct)) of \(NumberText.count(count, "image")), epoch \(best.epoch)
        """
    }
    return tile("Best validation accuracy", Self.percent(accuracy), note)
  }

  private func lossTile(_ last: MetricsRow) -> HTML {
    guard let best, let loss = best.validationLoss else {
      return tile("Training loss", NumberText.fixed(last.loss, 4), "of the last epoch")
    }
    return tile("Validation loss", NumberText.fixed(loss, 4), "of the same epoch")
  }

  private var epochsTile: HTML {
    let batches = batchCount.map { count -> HTML in ", \(NumberText.count(count, "batch", "batches")) each" }
    return tile(
      "Epochs", NumberText.grouped(rows.count), "of \(NumberText.grouped(epochCount))\(batches)")
  }

  /// The median, which an epoch that something else disturbed does not move.
  private var speedTile: HTML {
    let speeds = rows.map(\.imagesPerSecond).filter(\.isFinite).sorted()
    let speed = speeds.isEmpty ? .nan : speeds[speeds.count / 2]
    return tile("Images per second", NumberText.rate(speed), "median of the epochs, validation not counted")
  }

  private var timeTile: HTML {
    let seconds = rows.reduce(0) { $0 + $1.seconds }
    let isShort = seconds < 60
    return tile(
      "Time", isShort ? "\(NumberText.fixed(seconds, 1)) s" : NumberText.clock(seconds),
      isShort ? "of all epochs" : seconds < 3600 ? "minutes:seconds of all epochs" : "hours:minutes:seconds")
  }

  /// 0.99833 is "99.83%".
  static func percent(_ fraction: Double, digits: Int = 2) -> String {
    fraction.isFinite ? NumberText.fixed(fraction * 100, digits) + "%" : "-"
  }
}
