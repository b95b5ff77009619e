import Foundation
import Testing

@testable import ImageData

/// An image file that `Scripts/reference/images.py` made, and the pixels that it must give.
struct GoldenImage: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]
  /// The size of the upright image.
  let size: ImageSize
  /// Whether no pixel can be anything but gray.
  let isGray: Bool
  /// H x W x 3 bytes over white.
  let rgb: [UInt8]
  /// H x W x 4 bytes; nil for an image without opacity.
  let rgba: [UInt8]?

  var testDescription: String { name }

  /// The format: the ending of the name.
  var format: String { String(name.split(separator: ".").last ?? "") }

  /// All files, in the order of their names.
  static let all: [GoldenImage] = {
    do { return try read() } catch { preconditionFailure("\(error)") }
  }()

  /// The files of some formats.
  static func all(_ formats: String...) -> [GoldenImage] { all.filter { formats.contains($0.format) } }

  private struct Entry: Decodable {
    let size: [Int]
    let gray: Bool
    let rgb: Data
    let rgba: Data?
  }

  private static func read() throws -> [GoldenImage] {
    guard let folder = Bundle.module.url(forResource: "Golden", withExtension: nil) else {
      throw TestFailure("the folder Golden is missing")
    }
    let list = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    return try JSONDecoder().decode([String: Entry].self, from: list).map { name, entry in
      GoldenImage(
        name: name, bytes: [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))),
        size: ImageSize(height: entry.size[0], width: entry.size[1]), isGray: entry.gray,
        rgb: [UInt8](entry.rgb), rgba: entry.rgba.map { [UInt8]($0) })
    }.sorted { $0.name < $1.name }
  }
}
