import TrainParallel

/// What a run leaves behind: after each epoch the last model, the best one and the metrics.
struct RunRecord {
  private let folder: RunFolder
  private let file: ModelFile
  private var metrics: MetricsFile
  private(set) var best: MetricsRow?

  /// - Parameter file: The model whose parameters the training changes in place.
  init(folder: RunFolder, file: ModelFile) {
    self.folder = folder
    self.file = file
    metrics = MetricsFile(in: folder)
  }

  /// The last epoch that was written.
  var lastEpoch: Int? { metrics.rows.last?.epoch }

  /// Writes what an epoch came to.
  mutating func add(_ row: MetricsRow) throws {
    try file.write(to: folder.model)
    if row.isBetter(than: best) {
      try file.write(to: folder.best)
      best = row
    }
    try metrics.append(row)
  }

  /// What to say at the end: where the models are, and what to type next.
  ///
  /// - Parameter data: The directory that was trained on; nil for the built-in shapes.
  func closing(data: String?) -> String {
    var lines = ["The last model is \(folder.model), its metrics are in \(folder.metricsLines)"]
    if let best, let accuracy = best.validationAccuracy {
      lines.append(
        "The best is \(folder.best): epoch \(best.epoch), validation accuracy \(NumberText.fixed(accuracy, 4))"
      )
    }
    let model = shellWord(best == nil ? folder.model : folder.best)
    if let data {
      lines.append("Next: train-parallel evaluate \(model) \(shellWord(data))")
    } else {
      lines.append("Next: train-parallel shapes shapes && train-parallel predict \(model) shapes/validation")
    }
    return lines.joined(separator: "\n")
  }
}
