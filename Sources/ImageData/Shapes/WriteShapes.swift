/// Writes built-in shapes as a directory of PNG files: `train/circle/circle-00001.png`, ..., `validation/...`.
///
/// The images are those that `ImageDataset.shapes` draws: the training part from sample 0 on, the validation part after
/// it. Files appear whole.
///
/// - Parameters:
///   - directory: A new or empty directory.
///   - training: The number of images in `train`.
///   - validation: The number of images in `validation`; none for 0.
///   - size: Their height and width in pixels.
///   - seed: Another seed draws other pictures.
/// - Throws: `ImageDataError` if the directory is not empty or cannot be written.
public func writeShapes(
  to directory: String, training: Int = 3000, validation: Int = 600, size: Int = 24, seed: UInt64 = 0
) throws {
  let directory = withoutTrailingSlash(directory)
  if FileKind(directory) == .folder {
    let listing = try listing(directory, followsLinks: true)
    guard listing.files.isEmpty && listing.folders.isEmpty else {
      throw ImageDataError.directoryNotEmpty(path: directory)
    }
  }
  let parts = [("train", 0, training), ("validation", training, validation)]
  for (name, first, count) in parts where count > 0 {
    let dataset = ImageDataset.shapes(count: count, size: size, seed: seed, firstSample: first)
    for className in dataset.classNames { try makeFolder("\(directory)/\(name)/\(className)") }
    for index in 0..<count {
      let bytes = dataset.withPixels(of: index) { encodePNG($0, size: dataset.size, channels: 1) }
      try writeImageFile(bytes, to: "\(directory)/\(name)/\(dataset.relativePaths[index])")
    }
  }
}
