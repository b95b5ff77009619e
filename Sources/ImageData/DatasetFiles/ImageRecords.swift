import Parallelism

/// Images of one size and color mode that a data set's file holds one after the other, and their labels.
struct ImageRecords {
  let size: ImageSize
  let color: ColorMode
  /// The label of each image, as the file has it.
  let labels: [Int]
  /// The name of each label.
  let labelNames: [String]
  let relativePaths: [String]

  /// The samples' paths: the name of their file, without `.gz`, and a number from 0 in five digits or more.
  static func paths(in path: String, count: Int) -> [String] {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    if name.hasSuffix(".gz") { name.removeLast(3) }
    return (0..<count).map { number in
      let digits = String(number)
      return "\(name)/\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
    }
  }

  /// A data set of all images, at a size and in a color mode.
  ///
  /// - Parameters:
  ///   - path: What to name in errors.
  ///   - classNames: The classes of the data set; labels are matched with them by name.
  ///   - size: The size wanted, or `nil` for the images' own.
  ///   - color: The color mode wanted, or `nil` for the images' own.
  ///   - interpolation: The filter if the size is another.
  ///   - decoding: What shows behind transparent pixels, and whether images are cut to the ratio of the sides.
  ///   - write: Writes the pixels of an image, of its own size and color mode.
  /// - Throws: `ImageDataError.unknownLabels` and `tooLarge`.
  func dataset(
    path: String, classNames: [String], size target: ImageSize?, color targetColor: ColorMode?,
    interpolation: Interpolation, decoding: DecodingOptions,
    write: (Int, UnsafeMutablePointer<UInt8>) -> Void
  ) throws(ImageDataError) -> ImageDataset {
    let (target, targetColor) = (target ?? size, targetColor ?? color)
    let positions = Dictionary(
      classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let unknown = Set(labels).sorted().map { labelNames[$0] }.filter { positions[$0] == nil }
    guard unknown.isEmpty else {
      throw .unknownLabels(path: path, found: unknown, known: classNames)
    }
    let memory = try StoredImages(size: size, color: color, count: labels.count).pixels(
      target, targetColor, interpolation: interpolation, decoding: decoding, write: write)
    return ImageDataset(
      pixels: memory, positions: Array(labels.indices), size: target, channels: targetColor.channels,
      classNames: classNames, labels: labels.map { positions[labelNames[$0]] ?? 0 },
      relativePaths: relativePaths, identifiers: relativePaths.map(stableHash), badImages: [], sizeNote: nil)
  }
}
