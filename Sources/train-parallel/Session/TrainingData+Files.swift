import TrainParallel

extension TrainingData {
  /// A data set in files of its own format: its training part, and to validate with its test part where it has one, or
  /// the files of `--validation`.
  static func dataFiles(
    _ files: DatasetFiles, settings: TrainSettings, classNames: [String]?,
    input: (size: ImageSize, color: ColorMode)?, note: (String) -> Void
  ) throws -> TrainingData {
    try requireOptions(of: files, settings)
    let separate = try settings.validation.map { try validationFiles($0, beside: files) }
    let training = try ImageDataset.load(
      files, classNames: classNames, size: settings.inputSize ?? input?.size,
      color: settings.color ?? input?.color, interpolation: settings.interpolation,
      decoding: settings.decoding)
    note(found(training, in: files, to: "train"))
    guard let held = separate ?? (files.hasTest ? files : nil) else {
      return TrainingData(splitting: training, settings: settings, source: files.path)
    }
    let validation = try validationImages(held, as: training, settings: settings, note: note)
    return TrainingData(training: training, validation: validation, source: files.path)
  }

  /// Images to validate with from files of a data set: their test part, or all where they have none.
  ///
  /// - Parameters:
  ///   - files: The files.
  ///   - training: The images whose size, colors and classes these are to have.
  ///   - settings: How files become pixels.
  ///   - note: Told what was found.
  static func validationImages(
    _ files: DatasetFiles, as training: ImageDataset, settings: TrainSettings, note: (String) -> Void
  ) throws -> ImageDataset {
    let images = try validating {
      try ImageDataset.load(
        files, files.hasTest ? .test : .training, classNames: training.classNames, size: training.size,
        color: training.color, interpolation: settings.interpolation, decoding: settings.decoding)
    }
    note(found(images, in: files, to: "validate"))
    return images
  }

  /// Does what finds validation images: classes that only they have are told as what they are.
  static func validating<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ImageDataError {
      throw error.ofValidation
    }
  }

  /// The files of `--validation`, where the training images are in files too.
  private static func validationFiles(
    _ validation: String, beside files: DatasetFiles
  ) throws -> DatasetFiles {
    let holds = "--validation \(validation): \(files.path) holds \(files.format.rawValue) files"
    guard !files.hasTest else {
      throw ProgramError.usage("\(holds), whose test part validates; remove the option")
    }
    guard let found = try DatasetFiles(path: validation) else {
      throw ProgramError.usage(
        "\(holds), beside which only files of a data set validate: an .npz file with x_test and y_test, or x and y, or a "
          + "folder of .npy, IDX or CIFAR files; name these, or hold images back with --validation-split")
    }
    return found
  }

  /// Refuses options that are for images in folders.
  private static func requireOptions(of files: DatasetFiles, _ settings: TrainSettings) throws(ProgramError) {
    for (option, isGiven) in [
      ("--classes", settings.classes != nil), ("--follow-links", settings.followLinks),
      ("--group-by", settings.groupBy != nil),
    ] where isGiven {
      throw .usage("\(option) is for images in folders; \(files.path) holds \(files.format.rawValue) files")
    }
    if settings.cacheDirectory != nil || ![nil, .ram].contains(settings.cache) {
      let option = settings.cache.map { "--cache \($0.rawValue)" } ?? "--cache-directory"
      throw .usage(
        "\(option): \(files.path) holds \(files.format.rawValue) files, which are always read into memory; remove the option"
      )
    }
    if files.hasTest, let split = settings.validationSplit, split > 0 {
      throw .usage(
        "--validation-split \(split): there is a validation set already, the test part of \(files.path); remove the "
          + "option")
    }
  }

  private static func found(_ images: ImageDataset, in files: DatasetFiles, to purpose: String) -> String {
    "\(files.path): found \(NumberText.count(images.count, "image")) to \(purpose) in \(files.format.rawValue) files, "
      + NumberText.count(images.classNames.count, "class", "classes")
  }
}
