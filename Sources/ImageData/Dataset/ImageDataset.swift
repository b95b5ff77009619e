import Parallelism

/// Images in memory: bytes of one size and color mode, decoded once.
///
/// - Shapes: N x H x W x C, one byte an element, rows of an image without gaps.
public final class ImageDataset: Sendable {
  /// The height of every image, H.
  public let height: Int
  /// The width of every image, W.
  public let width: Int
  /// The number of channels, C: 1 for gray, 3 for red, green, blue, 4 with the opacity.
  public let channels: Int
  /// The name of each label.
  public let classNames: [String]
  /// The class of each image.
  public let labels: [Int]
  /// The path of each image below the data directory.
  public let relativePaths: [String]
  /// The number of each image in random draws: the hash of its relative path. It stays when other files come or go.
  public let identifiers: [UInt64]
  /// The files that were left out.
  public let badImages: [BadImage]
  /// Why the images have this size, if it is not their own.
  public let sizeNote: String?

  private let memory: PixelMemory
  /// Where each image lies in the memory, which subsets share.
  private let positions: [Int]

  init(
    memory: PixelMemory, positions: [Int], size: ImageSize, channels: Int, classNames: [String],
    labels: [Int],
    relativePaths: [String], identifiers: [UInt64], badImages: [BadImage], sizeNote: String?
  ) {
    self.memory = memory
    self.positions = positions
    self.height = size.height
    self.width = size.width
    self.channels = channels
    self.classNames = classNames
    self.labels = labels
    self.relativePaths = relativePaths
    self.identifiers = identifiers
    self.badImages = badImages
    self.sizeNote = sizeNote
  }

  /// The number of images, N.
  public var count: Int { positions.count }

  /// The height and width of every image.
  public var size: ImageSize { ImageSize(height: height, width: width) }

  /// The color mode of every image.
  public var color: ColorMode {
    guard let color = ColorMode(channels: channels) else { preconditionFailure("Checked when it was made") }
    return color
  }

  /// The bytes of one image.
  public var bytesPerImage: Int { height * width * channels }

  /// Calls `body` with the bytes of one image: H rows of W pixels of C bytes.
  public func withPixels<Result>(
    of sample: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeBufferPointer(start: pixels(of: sample), count: bytesPerImage))
  }

  /// The first byte of one image.
  func pixels(of sample: Int) -> UnsafePointer<UInt8> {
    UnsafePointer(memory.start + positions[sample] * bytesPerImage)
  }

  /// Some of the images, in the order given; the pixels are shared, not copied.
  public func subset(_ samples: [Int]) -> ImageDataset {
    subset(samples, identifiers: samples.map { identifiers[$0] })
  }

  /// Some of the images, with other numbers in random draws.
  func subset(_ samples: [Int], identifiers: [UInt64]) -> ImageDataset {
    ImageDataset(
      memory: memory, positions: samples.map { positions[$0] }, size: size, channels: channels,
      classNames: classNames, labels: samples.map { labels[$0] },
      relativePaths: samples.map { relativePaths[$0] }, identifiers: identifiers,
      badImages: badImages, sizeNote: sizeNote)
  }
}
