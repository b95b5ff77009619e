import TrainParallel

/// The images to train and to validate with.
struct TrainingData {
  var training: ImageDataset
  /// nil where nothing is held back.
  let validation: ImageDataset?
  /// Where they come from.
  let source: String
  /// The files of both parts that were left out.
  var badImages: [BadImage] = []
  /// What the loss of each training image is multiplied by; nil for 1.
  var weights: [Float]?

  /// What the built-in shapes are called as a source.
  static let shapesName = "built-in shapes"

  /// The built-in shapes, in the size that a model asks for.
  static func shapes(
    settings: TrainSettings, input: (size: ImageSize, color: ColorMode)?
  ) throws(ProgramError) -> TrainingData {
    let size = input?.size ?? ImageSize(24)
    guard size.height == size.width, size.height >= 8, input?.color ?? .grayscale == .grayscale else {
      throw .usage(
        "--model \(settings.model ?? ""): it takes \(size) \(input?.color.rawValue ?? ""), the built-in shapes are "
          + "square and gray; name images with --data DIR")
    }
    return TrainingData(
      training: .shapes(count: 3_000, size: size.height, seed: settings.seed),
      validation: .shapes(count: 600, size: size.height, seed: settings.seed, firstSample: 3_000),
      source: shapesName)
  }

  /// The images of `--data` and `--validation`: directories of images, or a data set in files of its own format.
  ///
  /// - Parameters:
  ///   - classNames: The classes of a model that folders are matched with.
  ///   - input: The images that a model takes.
  ///   - note: Told what was found.
  ///   - progress: Told how many files are done, of how many.
  static func directory(
    _ path: String, settings: TrainSettings, classNames: [String]?,
    input: (size: ImageSize, color: ColorMode)?,
    executor: any TaskExecutor, note: (String) -> Void, progress: @escaping (Int, Int) -> Void
  ) throws -> TrainingData {
    if let files = try DatasetFiles(path: path) {
      return try dataFiles(files, settings: settings, classNames: classNames, input: input, note: note)
    }
    let parts =
      isTable(path) ? (training: path, validation: nil) : try ImageDirectory.trainingAndValidation(in: path)
    let validationPath = settings.validation ?? parts.validation
    if let validationPath, let split = settings.validationSplit, split > 0 {
      throw ProgramError.usage(
        "--validation-split \(split): there is a validation set already, \(validationPath); remove the option"
      )
    }
    func load(_ directory: ImageDirectory, size: ImageSize?, color: ColorMode?) throws -> ImageDataset {
      note(
        "\(directory.path): found \(NumberText.count(directory.files.count, "image")) belonging to "
          + NumberText.count(directory.classesWithImages.count, "class", "classes"))
      if let text = directory.missingClassesNote { note(text) }
      if let text = directory.ignoredFoldersNote { note(text) }
      let dataset = try ImageDataset.load(
        directory, size: size, color: color, interpolation: settings.interpolation,
        decoding: settings.decoding, onBadImage: settings.onBadImage, cache: settings.imageCache,
        executor: executor, progress: progress)
      for image in dataset.badImages { note("left out: \(image)") }
      if let text = dataset.sizeNote { note(text) }
      if let text = dataset.cacheNote { note(text) }
      return dataset
    }
    // Both are listed before either is decoded: what is wrong with the second shows at once.
    let table =
      isTable(parts.training) ? try ImageTable(ofOptions: parts.training, classNames: classNames) : nil
    try table?.requireWeight(table?.weights)
    let trainingDirectory =
      try table?.directory
      ?? ImageDirectory(
        path: parts.training, classNames: classNames, classes: settings.classes,
        followsLinks: settings.followLinks)
    let validationFiles = try settings.validation.flatMap { try DatasetFiles(path: $0) }
    let validationDirectory = try validationPath.flatMap { path -> ImageDirectory? in
      guard validationFiles == nil else { return nil }
      return try validating {
        try ImageDirectory(ofOptions: path, settings, classNames: trainingDirectory.classNames)
      }
    }
    let (size, color) = (settings.inputSize ?? input?.size, settings.color ?? input?.color)
    let training: ImageDataset
    do {
      training = try load(trainingDirectory, size: size, color: color)
    } catch ImageDataError.badImages(let place, let images) {
      // All that is wrong is told at once: that of the validation images too.
      do {
        if let validationDirectory { _ = try load(validationDirectory, size: size, color: color) }
      } catch ImageDataError.badImages(_, let others) {
        throw ImageDataError.badImages(path: path, images + others)
      }
      throw ImageDataError.badImages(path: place, images)
    }
    if let validationDirectory {
      let validation = try load(validationDirectory, size: training.size, color: training.color)
      return TrainingData(
        training: training, validation: validation, source: path,
        badImages: training.badImages + validation.badImages,
        weights: try table?.trainingWeights(of: training))
    }
    if let validationFiles {
      let validation = try validationImages(validationFiles, as: training, settings: settings, note: note)
      return TrainingData(
        training: training, validation: validation, source: path, badImages: training.badImages,
        weights: try table?.trainingWeights(of: training))
    }
    var data = TrainingData(splitting: training, settings: settings, source: path)
    data.weights = try table?.trainingWeights(of: data.training)
    return data
  }
}

extension TrainingData {
  /// The part that is held back where there is no validation set and nothing else is asked for.
  static let usualSplit = 0.1

  /// Holds back a part of the images to validate with.
  init(splitting images: ImageDataset, settings: TrainSettings, source: String) {
    let split = images.split(
      validationFraction: settings.validationSplit ?? Self.usualSplit, seed: settings.seed,
      grouping: settings.groupBy)
    self.init(
      training: split.training, validation: split.validation.count > 0 ? split.validation : nil,
      source: source, badImages: images.badImages)
  }
}

extension ImageDirectory {
  /// The images of a table, or of a directory with the folders that the options choose; labels are those of the classes.
  init(ofOptions path: String, _ settings: TrainSettings, classNames: [String]) throws {
    guard !isTable(path) else {
      self = try ImageTable(ofOptions: path, classNames: classNames).directory
      return
    }
    try self.init(
      path: path, classNames: classNames, classes: settings.classes, followsLinks: settings.followLinks)
  }
}

/// Whether a path names a table of images.
func isTable(_ path: String) -> Bool { path.lowercased().hasSuffix(".csv") }

extension ImageTable {
  /// A table with the columns that the command line knows: `filename`, `class` and, if it has one, `weight`.
  init(ofOptions path: String, classNames: [String]?) throws {
    let hasWeights = try ImageTable.columnNames(of: path).contains("weight")
    try self.init(path: path, weightColumn: hasWeights ? "weight" : nil, classNames: classNames)
  }

  /// The weights of the images that are trained on; nil for 1.
  ///
  /// - Throws: `ImageDataError.badTable` where all are 0.
  fileprivate func trainingWeights(of images: ImageDataset) throws(ImageDataError) -> [Float]? {
    let weights = self.weights(of: images)
    try requireWeight(weights)
    return weights
  }

  /// Refuses weights of which none is above 0.
  fileprivate func requireWeight(_ weights: [Float]?) throws(ImageDataError) {
    guard let weights, !weights.contains(where: { $0 > 0 }) else { return }
    throw .badTable(
      path: path, line: 1,
      reason: "the column weight is 0 for all \(NumberText.count(weights.count, "image")) to train with; "
        + "nothing would be learned")
  }
}
