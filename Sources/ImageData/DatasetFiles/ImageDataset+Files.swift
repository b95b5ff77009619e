extension ImageDataset {
  /// The images of a directory of data set files.
  ///
  /// A sample's path is its file's name, without `.gz`, and its number: `train-images-idx3-ubyte/00041`.
  ///
  /// - Parameters:
  ///   - files: The files of a data set.
  ///   - part: The images to train with, or those held back to test.
  ///   - classNames: The classes of a model, if its labels are to be used: matched by name.
  ///   - size: The size wanted, or `nil` for the images' own.
  ///   - color: The color mode wanted, or `nil` for the images' own: gray for IDX, RGB for CIFAR, by the channels for NumPy.
  ///   - interpolation: The filter if the size is another.
  ///   - decoding: What shows behind transparent pixels, and whether images are cut to the ratio of the sides.
  /// - Throws: `ImageDataError` if a file cannot be read, is damaged or holds a class that `classNames` does not.
  public static func load(
    _ files: DatasetFiles, _ part: DatasetFiles.Part = .training, classNames: [String]? = nil,
    size: ImageSize? = nil, color: ColorMode? = nil, interpolation: Interpolation = .bilinear,
    decoding: DecodingOptions = DecodingOptions()
  ) throws -> ImageDataset {
    let paths = files.paths(of: part)
    guard let first = paths.first else {
      throw ImageDataError.unreadableFile(
        path: files.path, reason: "it holds no test part of \(files.format.rawValue)")
    }
    switch files.format {
    case .idx:
      return try loadIDX(
        images: first, classNames: classNames, size: size, color: color, interpolation: interpolation,
        decoding: decoding)
    case .cifar10, .cifar100:
      return try loadCIFAR(
        files, part, classNames: classNames, size: size, color: color, interpolation: interpolation,
        decoding: decoding)
    case .npz, .npy:
      let place: NumPyFiles.Place = files.format == .npz ? .archive(files.path) : .folder(files.path)
      let images = try NumPyFiles(place: place).images(of: part)
      let name = part == .training ? "x_train" : "x_test"
      let records = ImageRecords(
        size: images.pixels.size, color: images.pixels.color, labels: images.labels,
        labelNames: images.labelNames,
        relativePaths: ImageRecords.paths(in: name, count: images.pixels.count).map { path in
          (files.path.split(separator: "/").last.map { "\($0)/" } ?? "") + path
        })
      return try records.dataset(
        path: files.path, classNames: classNames ?? images.labelNames, size: size, color: color,
        interpolation: interpolation, decoding: decoding, write: images.pixels.writePixels)
    }
  }

  /// The images of an IDX file (N x H x W bytes) and the labels of another (N bytes), each as it is or packed by `gzip`.
  ///
  /// Classes are named by their numbers: those that occur, in order, unless `classNames` says which there are.
  ///
  /// - Parameters:
  ///   - images: The file of images, such as `train-images-idx3-ubyte`.
  ///   - labels: The file of labels, or `nil` for the one beside it, such as `train-labels-idx1-ubyte`.
  ///   - classNames: The classes of a model, if its labels are to be used.
  ///   - size: The size wanted, or `nil` for the images' own.
  ///   - color: The color mode wanted, or `nil` for gray.
  ///   - interpolation: The filter if the size is another.
  ///   - decoding: Whether images are cut to the ratio of the sides.
  /// - Throws: `ImageDataError` if a file cannot be read or is damaged, or if both do not fit together.
  public static func loadIDX(
    images: String, labels: String? = nil, classNames: [String]? = nil, size: ImageSize? = nil,
    color: ColorMode? = nil, interpolation: Interpolation = .bilinear,
    decoding: DecodingOptions = DecodingOptions()
  ) throws -> ImageDataset {
    let candidates = labels.map { [$0] } ?? IDXNames.labels(beside: images)
    let labelPath = candidates.first { FileKind($0) != nil } ?? candidates[0]
    let pictures = try IDXArray(path: images, rank: 3)
    let numbers = try IDXArray(path: labelPath, rank: 1)
    let (count, height, width) = (pictures.dimensions[0], pictures.dimensions[1], pictures.dimensions[2])
    guard numbers.dimensions[0] == count else {
      throw ImageDataError.badDataFile(
        path: labelPath,
        reason:
          "it holds \(numbers.dimensions[0]) labels for the \(count) images of \(images); take both files "
          + "from one data set")
    }
    let labels = numbers.elements.map { Int($0) }
    let records = ImageRecords(
      size: ImageSize(height: height, width: width), color: .grayscale, labels: labels,
      labelNames: (0...255).map(String.init), relativePaths: ImageRecords.paths(in: images, count: count))
    return try records.dataset(
      path: images, classNames: classNames ?? Set(labels).sorted().map(String.init), size: size, color: color,
      interpolation: interpolation, decoding: decoding
    ) { index, destination in
      pictures.elements.withUnsafeBufferPointer { elements in
        guard let start = elements.baseAddress else { return }
        destination.update(from: start + index * height * width, count: height * width)
      }
    }
  }

  /// The images of files in the binary format of CIFAR: records of one label (CIFAR-10) or two (CIFAR-100, of which the
  /// fine one counts), then 32 x 32 bytes each of red, green and blue.
  private static func loadCIFAR(
    _ files: DatasetFiles, _ part: DatasetFiles.Part, classNames: [String]?, size: ImageSize?,
    color: ColorMode?, interpolation: Interpolation, decoding: DecodingOptions
  ) throws -> ImageDataset {
    let batches = try CIFARBatches(files, part)
    let records = ImageRecords(
      size: ImageSize(CIFARBatches.side), color: .rgb, labels: batches.labels, labelNames: batches.classNames,
      relativePaths: batches.relativePaths)
    return try records.dataset(
      path: files.path, classNames: classNames ?? batches.classNames, size: size, color: color,
      interpolation: interpolation, decoding: decoding, write: batches.writePixels)
  }
}
