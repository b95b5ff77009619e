import Foundation
import Parallelism

extension ImageDataset {
  /// The size that images of different sizes are brought to unless one is chosen.
  public static let sizeOfMixedImages = ImageSize(150)

  /// Decodes all images of a directory.
  ///
  /// The result depends on the files and the arguments alone, never on the executor.
  ///
  /// - Parameters:
  ///   - directory: The files and their classes.
  ///   - size: The size wanted; `nil` for the images' own if all agree, else ``sizeOfMixedImages`` (see ``sizeNote``).
  ///   - color: The color mode wanted; `nil` for gray if all images are, else RGB.
  ///   - interpolation: The filter for images of another size.
  ///   - decoding: Whether images are turned upright, and what shows behind transparent pixels.
  ///   - onBadImage: What happens when a file cannot be used.
  ///   - executor: The threads that decode.
  ///   - progress: Called now and then with the number of files done and of all files.
  /// - Throws: `ImageDataError`: files that cannot be used (all of them), a class of which none is left, too little
  ///   memory.
  public static func load(
    _ directory: ImageDirectory, size: ImageSize? = nil, color: ColorMode? = nil,
    interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions(),
    onBadImage: BadImagePolicy = .fail, executor: any TaskExecutor,
    progress: ((Int, Int) -> Void)? = nil
  ) throws -> ImageDataset {
    let loading = ImageLoading(
      files: directory.files, size: size, color: color, interpolation: interpolation, decoding: decoding,
      executor: executor, progress: progress)
    let dataset = try loading.load(classNames: directory.classNames)
    guard !dataset.badImages.isEmpty else { return dataset }
    if onBadImage == .fail {
      throw ImageDataError.badImages(path: directory.path, dataset.badImages)
    }
    let lost = Set(directory.files.map(\.label)).subtracting(dataset.labels).sorted()
    guard lost.isEmpty else {
      let classes = lost.map { directory.classNames[$0] }
      throw ImageDataError.noUsableImages(path: directory.path, classes: classes, dataset.badImages)
    }
    return dataset
  }

  /// Decodes files without classes; those that cannot be used are in ``badImages``, and the data set may be empty.
  ///
  /// - Parameter classNames: The classes of the model that shall predict them.
  /// - Throws: `ImageDataError.tooLarge`.
  public static func load(
    _ list: ImageFileList, classNames: [String] = [], size: ImageSize? = nil, color: ColorMode? = nil,
    interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions(),
    executor: any TaskExecutor, progress: ((Int, Int) -> Void)? = nil
  ) throws -> ImageDataset {
    try ImageLoading(
      files: list.files, size: size, color: color, interpolation: interpolation, decoding: decoding,
      executor: executor, progress: progress
    ).load(classNames: classNames)
  }
}

/// Decodes files without knowing their size and color beforehand: it takes the first image to be like all others, and
/// starts again with what it then knows if one is not. So files are read once where all are alike.
private struct ImageLoading {
  let files: [ImageFile]
  let size: ImageSize?
  let color: ColorMode?
  let interpolation: Interpolation
  let decoding: DecodingOptions
  let executor: any TaskExecutor
  let progress: ((Int, Int) -> Void)?

  func load(classNames: [String]) throws(ImageDataError) -> ImageDataset {
    let first = size == nil || color == nil ? firstUsableHeader() : nil
    var size = size ?? first?.size ?? ImageDataset.sizeOfMixedImages
    var color = color ?? first?.color ?? .grayscale
    var doubts: LoadingPass.Surprise = []
    if self.size == nil { doubts.insert(.otherSize) }
    if self.color == nil, color == .grayscale { doubts.insert(.colorAmongGray) }
    var sizeNote: String?
    while true {
      let memory = try allocate(size, color)
      let pass = LoadingPass(
        size: size, color: color, interpolation: interpolation, decoding: decoding, stopsAt: doubts,
        pixels: memory)
      pass.run(files, executor: executor, progress: progress)
      let surprises = pass.surprises
      if surprises.isEmpty {
        return dataset(
          memory, size, color, reasons: pass.reasons, classNames: classNames, sizeNote: sizeNote)
      }
      if surprises.contains(.otherSize) {
        sizeNote = "the images differ in size: all are resized to \(ImageDataset.sizeOfMixedImages)"
        size = ImageDataset.sizeOfMixedImages
      }
      if surprises.contains(.colorAmongGray) { color = .rgb }
      doubts.subtract(surprises)
    }
  }

  /// The header of the first file that can be decoded.
  private func firstUsableHeader() -> ImageHeader? {
    let chunk = FileChunk()
    let decoder = ImageDecoder(options: decoding)
    for index in files.indices {
      chunk.read([files[index]], from: 0)
      let header = try? chunk.withBytes(of: 0) { (bytes) throws(DecodingError) in
        try decoder.checkedHeader(of: bytes)
      }
      if let header { return header }
    }
    return nil
  }

  private func allocate(_ size: ImageSize, _ color: ColorMode) throws(ImageDataError) -> PixelMemory {
    let (bytes, overflows) = files.count.multipliedReportingOverflow(by: size.area * color.channels)
    let limit = ProcessInfo.processInfo.physicalMemory
    guard !overflows, UInt64(bytes) <= limit, let memory = PixelMemory(count: bytes) else {
      throw .tooLarge(
        images: files.count, size: size, channels: color.channels,
        bytes: overflows ? .max : UInt64(bytes), memory: limit)
    }
    return memory
  }

  /// The data set without the files that could not be used.
  private func dataset(
    _ memory: PixelMemory, _ size: ImageSize, _ color: ColorMode, reasons: [Int: String],
    classNames: [String],
    sizeNote: String?
  ) -> ImageDataset {
    let usable = files.indices.filter { reasons[$0] == nil }
    return ImageDataset(
      memory: memory, positions: usable, size: size, channels: color.channels, classNames: classNames,
      labels: usable.map { files[$0].label }, relativePaths: usable.map { files[$0].relativePath },
      identifiers: usable.map { stableHash(files[$0].relativePath) },
      badImages: reasons.sorted { $0.key < $1.key }.map {
        BadImage(path: files[$0.key].path, reason: $0.value)
      },
      sizeNote: sizeNote)
  }
}
