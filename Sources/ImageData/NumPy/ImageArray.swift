import Parallelism

/// Images without classes in an array of NumPy: what a program is asked to predict.
///
/// The array is an `.npy` file, or in an `.npz` file the first of `x`, `images`, `x_test` and `x_train`, or the only one. It
/// is (N, H, W) for gray, (N, H, W, C) with 1, 3 or 4 channels, or one image without the N; its numbers are what is
/// trained on.
public struct ImageArray: Sendable {
  /// The file.
  public let path: String
  /// The array's name within an archive.
  public let name: String?
  /// The number of images.
  public var count: Int { pixels.count }
  /// The images' own size.
  public var size: ImageSize { pixels.size }

  private let pixels: NumPyPixels

  private static let names = ["x", "images", "x_test", "x_train"]

  /// Whether a path names a file of arrays: by its ending, `.npy` or `.npz`.
  public static func isNamed(_ path: String) -> Bool {
    [".npy", ".npz"].contains { path.lowercased().hasSuffix($0) } && FileKind(path) != .folder
  }

  /// Reads an array.
  ///
  /// - Parameters:
  ///   - path: An `.npy` or `.npz` file.
  ///   - due: The size of the images that are wanted; it tells (N, H, W) from (H, W, C).
  /// - Throws: `ImageDataError` for a file that cannot be read, is damaged, or holds no images.
  public init(path: String, due: ImageSize? = nil) throws {
    self.path = path
    guard path.lowercased().hasSuffix(".npz") else {
      let bytes = try dataFile(path)
      name = nil
      pixels = try NumPyFiles.blaming(path) { () throws(DecodingError) in
        try NumPyPixels(NPYArray(bytes[...]), due: due)
      }
      return
    }
    let archive = try NumPyFiles.archive(path)
    let known = NumPyFiles.arrayNames(of: archive)
    guard let name = Self.names.first(where: known.contains) ?? (known.count == 1 ? known[0] : nil) else {
      throw ImageDataError.badDataFile(
        path: path,
        reason: "it holds the arrays \(known.isEmpty ? "none" : known.joined(separator: ", ")); "
          + "\(Self.names.joined(separator: ", ")) or a single one is expected")
    }
    self.name = name
    pixels = try NumPyFiles.blaming(path) { () throws(DecodingError) in
      let array = try NumPyFiles.array(name, in: archive)
      do throws(DecodingError) {
        return try NumPyPixels(array, due: due)
      } catch {
        throw error.of(name)
      }
    }
  }

  /// What an image is called: `x.npy[3]`.
  public func path(of image: Int) -> String { "\(path)[\(image)]" }

  /// Writes the pixels of an image, of its own size and color mode.
  func writePixels(_ image: Int, to destination: UnsafeMutablePointer<UInt8>) {
    pixels.writePixels(image, to: destination)
  }

  /// How the images lie in memory.
  func stored(_ count: Int) -> StoredImages {
    StoredImages(size: size, color: pixels.color, count: count)
  }
}

extension ImageDataset {
  /// Some of the images of an array, brought to a size and a color mode as files are; all with the label 0.
  ///
  /// - Parameters:
  ///   - array: The array.
  ///   - range: The images.
  ///   - classNames: The classes of the model that shall predict them.
  ///   - size: Their size.
  ///   - color: Their color mode.
  ///   - interpolation: The filter if the size is another.
  ///   - decoding: What shows behind transparent pixels, and whether images are cut to the ratio of the sides.
  /// - Throws: `ImageDataError.tooLarge`.
  public static func load(
    _ array: ImageArray, _ range: Range<Int>, classNames: [String] = [], size: ImageSize, color: ColorMode,
    interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions()
  ) throws -> ImageDataset {
    let pixels = try array.stored(range.count).pixels(
      size, color, interpolation: interpolation, decoding: decoding
    ) { index, destination in
      array.writePixels(range.lowerBound + index, to: destination)
    }
    let paths = range.map(array.path(of:))
    return ImageDataset(
      pixels: pixels, positions: Array(0..<range.count), size: size, channels: color.channels,
      classNames: classNames, labels: range.map { _ in 0 }, relativePaths: paths,
      identifiers: paths.map(stableHash), badImages: [], sizeNote: nil)
  }
}
