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
