import Files
import NeuralNetwork

/// Writes a table of the epochs, a row each, as Keras does: `epoch` from 0, then the metrics by name; `NA` for what is not
/// there. After each epoch the file appears anew and whole.
///
/// - Source: `keras/src/callbacks/csv_logger.py`
public final class CSVLogger: Callback {
  /// `csv_logger`
  public let name = "csv_logger"
  /// The file.
  public let path: String
  private var rows: [String] = []

  private static let columns = EpochMetrics.names.sorted()

  /// Creates the callback.
  public init(path: String) {
    self.path = path
  }

  /// Adds a row.
  ///
  /// - Throws: An error with the system's words.
  public func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) throws {
    let values = Self.columns.map { metrics.value(named: $0).map { "\($0)" } ?? "NA" }
    rows.append((["\(metrics.epoch - 1)"] + values).joined(separator: ","))
    let table = [(["epoch"] + Self.columns).joined(separator: ",")] + rows
    try Array((table.joined(separator: "\n") + "\n").utf8).withUnsafeBytes {
      try writeWhole($0, to: path, isDurable: false)
    }
  }

  /// The rows so far.
  public var state: JSON { .object([("rows", .array(rows.map(JSON.string)))]) }

  /// Goes on from a state.
  public func restore(state: JSON, weights: Parameters?) -> Bool {
    guard let rows = state["rows"]?.elements?.map(\.text), !rows.contains(nil) else { return false }
    self.rows = rows.compactMap { $0 }
    return true
  }
}
