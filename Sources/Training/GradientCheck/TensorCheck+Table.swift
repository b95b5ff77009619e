import Foundation
import NeuralNetwork

extension TensorCheck {
  /// What is printed of each tensor.
  package static let table = ResultTable<TensorCheck>(columns: [
    .text("layer", "layer", width: 42, \.layer),
    .text("tensor", "tensor", width: 8, \.tensor),
    .count("elements", "elements", width: 9, \.elementCount),
    .count("checked", "checked", \.checkedCount),
    .count("kinks", "kinks", \.kinkCount),
    error("numerical_error", "numerical", \.numericalError),
    error("engine_error", "engine", \.engineError),
    error("shard_error", "shards", \.shardError),
    .text("verdict", "verdict", \.verdict.rawValue),
  ])

  /// A relative error with two digits; a dash where there is none.
  private static func error(
    _ key: String, _ title: String, _ value: @escaping @Sendable (TensorCheck) -> Double?
  ) -> ResultTable<TensorCheck>.Column {
    .init(
      key: key, title: title, width: 9, isLeft: false,
      text: { value($0).map { String(format: "%.1e", $0) } ?? "-" },
      json: { value($0).map { $0.isFinite ? .number($0) : "not a number" } ?? .null })
  }
}
