import Foundation
import Testing

@testable import NeuralNetwork

/// What Keras itself wrote; see `Golden/make.py`.
enum Golden {
  static func text(_ name: String) throws -> String {
    let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    return String(text.dropLast())
  }

  static func json(_ name: String) throws -> JSON { try JSON(parsing: try text(name).utf8) }
}

/// A folder for the files of one test, gone after it.
func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appending(path: "train-parallel-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path(percentEncoded: false))
}
