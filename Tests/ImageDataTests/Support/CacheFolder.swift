import Foundation
import Parallelism

@testable import ImageData

/// Images in class folders, and an empty folder for caches beside them.
final class CacheFolder: Sendable {
  private let folder: TemporaryFolder
  let data: String
  let cache: String

  /// 14 images, two of which cannot be used, of different formats and sizes.
  init() throws {
    folder = try TemporaryFolder()
    (data, cache) = (folder.path + "/data", folder.path + "/cache")
    for k in 0..<6 {
      try write(png(height: 8 + k % 2, width: 9, channels: 3, salt: k), "a/\(k).png")
      try write(
        try jpeg(
          testPixels(height: 30, width: 20, channels: 3, salt: k), height: 30, width: 20, channels: 3),
        "b/\(k).jpg")
    }
    try write([], "a/empty.png")
    try write(Array(png(height: 9, width: 9).prefix(60)), "b/cut.png")
  }

  func write(_ bytes: [UInt8], _ relativePath: String) throws {
    try folder.write(bytes, "data/" + relativePath)
  }

  /// Loads the images at 10 x 7 unless another size is wanted.
  func load(
    _ cache: ImageCache, size: ImageSize? = ImageSize(height: 10, width: 7), color: ColorMode? = nil,
    interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions(), threads: Int = 1
  ) throws -> ImageDataset {
    try ImageDataset.load(
      ImageDirectory(path: data), size: size, color: color, interpolation: interpolation, decoding: decoding,
      onBadImage: .skip, cache: cache,
      executor: threads == 1 ? SerialExecutor() : ScrambledExecutor(threads: threads))
  }

  /// Loads them by way of the folder for caches.
  func load(threads: Int = 1) throws -> ImageDataset {
    try load(.disk(directory: cache), threads: threads)
  }

  /// The files in the folder for caches, hidden ones too.
  var cacheFiles: [String] {
    get throws {
      FileManager.default.fileExists(atPath: cache)
        ? try FileManager.default.contentsOfDirectory(atPath: cache).sorted() : []
    }
  }

  /// The path of the only cache file.
  var cacheFile: String {
    get throws {
      let names = try cacheFiles.filter { $0.hasSuffix(".pixels") }
      guard names.count == 1 else { throw TestFailure("\(names.count) cache files") }
      return cache + "/" + names[0]
    }
  }
}

/// The bytes of all images.
func allPixels(_ dataset: ImageDataset) -> [UInt8] {
  (0..<dataset.count).flatMap { dataset.withPixels(of: $0) { Array($0) } }
}

/// Whether two data sets hold the same images, under the same names, and left the same out.
func areEqual(_ one: ImageDataset, _ other: ImageDataset) -> Bool {
  one.size == other.size && one.channels == other.channels && one.labels == other.labels
    && one.relativePaths == other.relativePaths && one.identifiers == other.identifiers
    && one.badImages == other.badImages && one.sizeNote == other.sizeNote
    && allPixels(one) == allPixels(other)
}
