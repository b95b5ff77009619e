/// What tells that a file was made by an export for another program, so that the next such export may replace it.
package enum ExportMark: String, Sendable {
  case keras
  case pyTorch = "pytorch"

  /// The key in the metadata of a safetensors file.
  private static let key = "exported_for"

  /// The entry in the metadata of a safetensors file.
  var metadata: (key: String, text: String) { (Self.key, rawValue) }

  /// The line in a script.
  var line: String { "Made by train-parallel's export for \(rawValue); the next such export replaces it." }

  /// Whether a script has the line.
  package func isOn(script: String) -> Bool { script.contains(line) }

  /// The program that a safetensors file was made for, by its metadata; nil where none is named.
  package static func program(in metadata: JSON?) -> String? { metadata?[key]?.text }
}
