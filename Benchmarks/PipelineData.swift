import Foundation
import TrainParallel

/// A directory of images to measure, and the size they are brought to.
final class PipelineData {
  /// What the results are listed under.
  let name: String
  /// The directory.
  let path: String
  /// The size wanted; nil for the images' own.
  let size: ImageSize?
  private let isTemporary: Bool

  /// A directory that is there. Images of more than 64 pixels a side are brought to 150x150, as networks want them.
  init(directory path: String) throws {
    let directory = try ImageDirectory(path: path)
    let own = try decodeImage(path: directory.files[0].path).size
    self.path = path
    name = URL(fileURLWithPath: path).lastPathComponent
    size = max(own.height, own.width) > 64 ? ImageSize(150) : nil
    isTemporary = false
  }

  /// A directory of made images, which goes when this object does.
  ///
  /// - Throws: `BenchmarkError.wrongResult` where they are not decoded to what they were made of.
  init(name: String, images: PhotoLikeImages, resizedTo size: ImageSize?) throws {
    self.name = name
    self.size = size
    path = FileManager.default.temporaryDirectory.path + "/train-parallel-\(name)-\(getpid())"
    isTemporary = true
    try images.write(to: path)
    try check(images)
  }

  deinit {
    if isTemporary { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Small pictures in great number, and photographs.
  static func standard(named name: String) throws -> PipelineData {
    switch name {
    case "jpeg-32x32":
      try PipelineData(
        name: name, images: PhotoLikeImages(size: ImageSize(32), count: 20_000), resizedTo: nil)
    default:
      try PipelineData(
        name: name, images: PhotoLikeImages(size: ImageSize(height: 375, width: 500), count: 1_000),
        resizedTo: ImageSize(150))
    }
  }

  static let standardNames = ["jpeg-32x32", "jpeg-500x375"]

  /// JPEG loses detail, but no light: each image's mean is kept to a level.
  private func check(_ images: PhotoLikeImages) throws {
    for index in stride(from: 0, to: images.count, by: max(1, images.count / 20)) {
      let decoded = try decodeImage(path: "\(path)/\(images.name(of: index))", size: size)
      let expected = mean(images.pixels(of: index))
      let found = mean(decoded.pixels)
      guard abs(found - expected) < 1 else {
        throw BenchmarkError.wrongResult(
          "\(images.name(of: index)): its mean is \(found) of 255, that of what it was made of \(expected)")
      }
    }
  }

  private func mean(_ pixels: [UInt8]) -> Double {
    Double(pixels.reduce(0) { $0 + Int($1) }) / Double(pixels.count)
  }
}
