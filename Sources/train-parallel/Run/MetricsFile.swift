import TrainParallel

/// What one epoch came to, as the metrics files hold it.
struct MetricsRow: Equatable {
  var epoch: Int
  var loss: Double
  var accuracy: Double
  var validationLoss: Double?
  var validationAccuracy: Double?
  var learningRate: Double
  var imagesPerSecond: Double
  var seconds: Double
  var weightsSHA256: String
}

extension MetricsRow {
  /// The keys and values in order; `null` where there is no validation data.
  var members: [JSON.Member] {
    [
      ("epoch", .integer(epoch)), ("loss", .finite(loss)), ("accuracy", .finite(accuracy)),
      ("val_loss", .finite(validationLoss)), ("val_accuracy", .finite(validationAccuracy)),
      ("learning_rate", .finite(learningRate)), ("images_per_second", .finite(imagesPerSecond)),
      ("seconds", .finite(seconds)), ("weights_sha256", .string(weightsSHA256)),
    ]
  }

  /// One line of `metrics.jsonl`.
  var json: String { JSON.object(members).description }

  /// One line of `metrics.csv`; a value that is not there is empty.
  var csv: String {
    members.map { $0.value.isNull ? "" : $0.value.text ?? $0.value.description }.joined(separator: ",")
  }

  /// The first line of `metrics.csv`.
  static let csvHeader =
    "epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,images_per_second,seconds,weights_sha256"

  /// The line that people read.
  func line(epochCount: Int) -> String {
    var parts = [
      "epoch \(String(epoch).leftPadding(to: String(epochCount).count))/\(epochCount)",
      "loss \(NumberText.fixed(loss, 4))", "accuracy \(NumberText.fixed(accuracy, 4))",
    ]
    if let validationLoss { parts.append("val_loss \(NumberText.fixed(validationLoss, 4))") }
    if let validationAccuracy { parts.append("val_accuracy \(NumberText.fixed(validationAccuracy, 4))") }
    parts += [
      "\(NumberText.rate(imagesPerSecond)) images/s", "\(NumberText.fixed(seconds, 1)) s",
      "weights \(weightsSHA256.prefix(8))...",
    ]
    return parts.joined(separator: "  ")
  }

  /// Reads what `members` holds; nil where something is missing or of another kind.
  init?(json: JSON) {
    guard let epoch = json["epoch"]?.wholeNumber, let hash = json["weights_sha256"]?.text else { return nil }
    // A loss that is no number stands as null.
    func number(_ name: String) -> Double { json[name]?.realNumber ?? .nan }
    self.init(
      epoch: epoch, loss: number("loss"), accuracy: number("accuracy"),
      validationLoss: json["val_loss"]?.realNumber, validationAccuracy: json["val_accuracy"]?.realNumber,
      learningRate: number("learning_rate"), imagesPerSecond: number("images_per_second"),
      seconds: number("seconds"), weightsSHA256: hash)
  }

  /// A metric by the name that a monitor has for it.
  func value(named name: String) -> Double? {
    members.first { $0.name == name }?.value.realNumber
  }

  /// Whether this epoch is better by a metric.
  ///
  /// - Parameter monitor: The metric; nil for a higher validation accuracy, at equal accuracy a lower validation loss.
  func isBetter(than other: MetricsRow?, by monitor: Monitor?) -> Bool {
    guard let monitor else { return isBetter(than: other) }
    guard let value = value(named: monitor.name) else { return false }
    guard let reference = other?.value(named: monitor.name) else { return true }
    return monitor.isHigherBetter ? value > reference : value < reference
  }

  /// Whether this epoch is better: a higher validation accuracy, at equal accuracy a lower validation loss.
  func isBetter(than other: MetricsRow?) -> Bool {
    guard let accuracy = validationAccuracy, let loss = validationLoss else { return false }
    guard let other, let otherAccuracy = other.validationAccuracy, let otherLoss = other.validationLoss else {
      return true
    }
    return accuracy > otherAccuracy || accuracy == otherAccuracy && loss < otherLoss
  }
}

extension JSON {
  /// A number, or `null` for what JSON cannot say.
  static func finite(_ number: Double?) -> JSON {
    number.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }
}

/// The texts of the two metrics files of a run; after each epoch both appear anew and whole.
struct MetricsFiles {
  /// `metrics.jsonl`
  let lines: String
  /// `metrics.csv`
  let table: String

  init(_ rows: [MetricsRow]) {
    lines = rows.map { $0.json + "\n" }.joined()
    table = ([MetricsRow.csvHeader] + rows.map(\.csv)).map { $0 + "\n" }.joined()
  }
}
