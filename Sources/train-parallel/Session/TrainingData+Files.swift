import TrainParallel

extension TrainingData {
  /// A data set in files of its own format: its training part, and its test part to validate with where it has one.
  static func dataFiles(
    _ files: DatasetFiles, settings: TrainSettings, classNames: [String]?,
    input: (size: ImageSize, color: ColorMode)?, note: (String) -> Void
  ) throws -> TrainingData {
    if let validation = settings.validation {
      throw ProgramError.usage(
        "--validation \(validation): \(files.path) holds \(files.format.rawValue) files, whose test part validates; "
          + "remove the option")
    }
    for (option, isGiven) in [
      ("--classes", settings.classes != nil), ("--follow-links", settings.followLinks),
      ("--group-by", settings.groupBy != nil), ("--keep-aspect-ratio", settings.keepAspectRatio == true),
    ] where isGiven {
      throw ProgramError.usage(
        "\(option) is for images in folders; \(files.path) holds \(files.format.rawValue) files")
    }
    if settings.cacheDirectory != nil || ![nil, .ram].contains(settings.cache) {
      let option = settings.cache.map { "--cache \($0.rawValue)" } ?? "--cache-directory"
      throw ProgramError.usage(
        "\(option): \(files.path) holds \(files.format.rawValue) files, which are always read into memory; remove the option"
      )
    }
    if files.hasTest, let split = settings.validationSplit, split > 0 {
      throw ProgramError.usage(
        "--validation-split \(split): there is a validation set already, the test part of \(files.path); remove the "
          + "option")
    }
    func load(_ part: DatasetFiles.Part, _ classNames: [String]?) throws -> ImageDataset {
      let images = try ImageDataset.load(
        files, part, classNames: classNames, size: settings.inputSize ?? input?.size,
        color: settings.color ?? input?.color, interpolation: settings.interpolation)
      note(
        "\(files.path): found \(NumberText.count(images.count, "image")) to \(part == .training ? "train" : "validate") "
          + "in \(files.format.rawValue) files, \(NumberText.count(images.classNames.count, "class", "classes"))"
      )
      return images
    }
    let training = try load(.training, classNames)
    guard files.hasTest else {
      return TrainingData(splitting: training, settings: settings, source: files.path)
    }
    return TrainingData(
      training: training, validation: try load(.test, training.classNames), source: files.path)
  }
}
