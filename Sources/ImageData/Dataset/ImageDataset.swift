import Parallelism

/// Images of one size and color mode as bytes, decoded once and kept in memory or in a file; or, where they are kept
/// nowhere, decoded whenever they are asked for.
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

  /// Where the images are kept and why, if that was not clear beforehand.
  public let cacheNote: String?

  /// The pixels, which subsets share.
  private let pixels: any PixelSource
  /// The number of each image in the source.
  private let positions: [Int]

  init(
    pixels: any PixelSource, positions: [Int], size: ImageSize, channels: Int, classNames: [String],
    labels: [Int], relativePaths: [String], identifiers: [UInt64], badImages: [BadImage], sizeNote: String?,
    cacheNote: String? = nil
  ) {
    self.pixels = pixels
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
    self.cacheNote = cacheNote
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
  ///
  /// Where images are kept nowhere, one that was changed or removed since they were loaded is all zeros, and
  /// ``requireReadable()`` throws from then on.
  public func withPixels<Result>(
    of sample: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try pixels.withPixels(of: positions[sample]) {
      try body(UnsafeBufferPointer(start: $0, count: bytesPerImage))
    }
  }

  /// Throws `ImageDataError.changedFile` if an image that was asked for could not be read any more.
  ///
  /// Images that are kept in memory or in a file can always be read.
  public func requireReadable() throws {
    try pixels.requireReadable()
  }

  /// Whether it helps to say beforehand which images will be asked for.
  var preparesAhead: Bool { pixels.preparesAhead }

  /// Says that an image will be asked for soon; returns at once.
  func prepare(_ sample: Int) {
    pixels.prepare(positions[sample])
  }

  /// Some of the images, in the order given; the pixels are shared, not copied.
  public func subset(_ samples: [Int]) -> ImageDataset {
    subset(samples, identifiers: samples.map { identifiers[$0] })
  }

  /// Some of the images, with other numbers in random draws.
  func subset(_ samples: [Int], identifiers: [UInt64]) -> ImageDataset {
    ImageDataset(
      pixels: pixels, positions: samples.map { positions[$0] }, size: size, channels: channels,
      classNames: classNames, labels: samples.map { labels[$0] },
      relativePaths: samples.map { relativePaths[$0] }, identifiers: identifiers,
      badImages: badImages, sizeNote: sizeNote, cacheNote: cacheNote)
  }
}
