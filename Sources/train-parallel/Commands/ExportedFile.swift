import Foundation
import TrainParallel

/// A file that stands where an export shall go, read no further than it takes to know what it is.
struct ExportedFile {
  let path: String

  /// The longest head of a safetensors file, in bytes.
  private static let longestHead: UInt64 = 100_000_000
  /// Where in a script the line of its maker stands at most, in bytes.
  private static let longestDocumentation = 65_536

  /// The first bytes, fewer where there are no more; nil for what is no file, or cannot be read.
  func start(_ count: Int) -> [UInt8]? {
    var status = stat()
    // A pipe would be waited for.
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let file = FileHandle(forReadingAtPath: path)
    else { return nil }
    return (try? file.read(upToCount: count) ?? Data()).map { [UInt8]($0) }
  }

  /// Whether it is a script with an export's line.
  func isScript(of mark: ExportMark) -> Bool {
    mark.isOn(script: String(decoding: start(Self.longestDocumentation) ?? [], as: UTF8.self))
  }

  /// The texts in the head of a safetensors file; nil where there are none, or for another file.
  var metadata: JSON? {
    guard let length = start(8), length.count == 8 else { return nil }
    let count = length.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard count <= Self.longestHead, let head = start(8 + Int(count)) else { return nil }
    return (try? JSON(parsing: head.dropFirst(8)))?["__metadata__"]
  }
}
