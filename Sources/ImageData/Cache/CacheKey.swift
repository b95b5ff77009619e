import CSPNG
import CWebP
import Parallelism

/// What a cache file must have been made from to be taken: the settings, the directory, and each file as it is now.
struct CacheKey: Sendable {
  /// All options that decide about pixels, in words.
  private let options: String
  /// The options, and what decodes.
  let settings: String
  /// The data directory, canonical.
  let directory: String
  /// The number of each file, the hash of its path below the directory, in order.
  let identifiers: [UInt64]
  /// The state of each file before it was read.
  let stamps: [FileStamp]

  /// Raised whenever the same file and settings give other pixels than before.
  static let decoderVersion = 1

  /// Looks at all files.
  ///
  /// - Parameters:
  ///   - size: The size asked for; `nil` where the files decide.
  ///   - color: The color mode asked for; `nil` where the files decide.
  init(
    directory: String, files: [ImageFile], size: ImageSize?, color: ColorMode?, interpolation: Interpolation,
    decoding: DecodingOptions
  ) {
    options = """
      size \(size?.description ?? "own"), color \(color?.rawValue ?? "own"), filter \(interpolation.rawValue), \
      orientation \(decoding.appliesOrientation), background \(decoding.background), \
      ratio \(decoding.keepsAspectRatio)
      """
    let libraries = "spng \(String(cString: spng_version_string())), webp \(WebPGetDecoderVersion())"
    settings = "\(options); decoder \(Self.decoderVersion), \(libraries)"
    self.directory = canonicalPath(directory)
    identifiers = files.map { stableHash($0.relativePath) }
    stamps = files.map { FileStamp(path: $0.path) }
  }

  /// The name of the cache file: the directory's own, and a hash of its path and the options. So the file of a directory
  /// that changed, or of an older decoder, is replaced, and not kept beside the new one.
  var fileName: String {
    let hash = String(stableHash(options + "\n" + directory), radix: 16)
    let name = directory.split(separator: "/").last.map { String($0.unicodeScalars.prefix(24)) } ?? "root"
    return "\(name)-\(String(repeating: "0", count: 16 - hash.count))\(hash).pixels"
  }

  /// What is different from when the table was made; nil if nothing is.
  func difference(from table: CacheTable) -> String? {
    guard table.settings == settings, table.directory == directory else {
      return "it was made by another version"
    }
    guard table.entries.map(\.identifier) == identifiers else { return "files have come or gone" }
    let changed = zip(table.entries, stamps).count { $0.stamp != $1 }
    return changed == 0 ? nil : "\(countText(changed, "file")) \(changed == 1 ? "has" : "have") changed"
  }
}
