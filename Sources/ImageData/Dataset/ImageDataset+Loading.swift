import Parallelism

extension ImageDataset {
  /// The size that images of different sizes are brought to unless one is chosen.
  public static let sizeOfMixedImages = ImageSize(150)

  /// Decodes all images of a directory, or finds them decoded in a cache file.
  ///
  /// The images depend on the files and the arguments alone, never on the executor or the cache.
  ///
  /// - Parameters:
  ///   - directory: The files and their classes.
  ///   - size: The size wanted; `nil` for the images' own if all agree, else ``sizeOfMixedImages`` (see ``sizeNote``).
  ///   - color: The color mode wanted; `nil` for gray if all images are, else RGB.
  ///   - interpolation: The filter for images of another size.
  ///   - decoding: Whether images are turned upright, and what shows behind transparent pixels.
  ///   - onBadImage: What happens when a file cannot be used.
  ///   - cache: Where the decoded images are kept.
  ///   - executor: The threads that decode.
  ///   - progress: Called now and then with the number of files done and of all files.
  /// - Throws: `ImageDataError`: files that cannot be used (all of them), a class of which none is left, too little
  ///   memory, a cache file that cannot be written.
  public static func load(
    _ directory: ImageDirectory, size: ImageSize? = nil, color: ColorMode? = nil,
    interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions(),
    onBadImage: BadImagePolicy = .fail, cache: ImageCache = .ram, executor: any TaskExecutor,
    progress: ((Int, Int) -> Void)? = nil
  ) throws -> ImageDataset {
    let loading = ImageLoading(
      files: directory.files, size: size, color: color, interpolation: interpolation, decoding: decoding,
      cache: cache, directory: directory.path, executor: executor, progress: progress)
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
  /// - Parameters:
  ///   - list: The files.
  ///   - classNames: The classes of the model that shall predict them.
  ///   - size: Their common size; nil for that of the first.
  ///   - color: Their channels; nil for what the files have.
  ///   - interpolation: The filter that brings them to their size.
  ///   - decoding: How files become pixels.
  ///   - executor: Whose threads decode.
  ///   - progress: Told how many are done, and of how many.
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
