import TrainParallel

/// What a training sees: its images, what is done to them before each use, and how much each counts.
struct TrainingInputs {
  /// The images; those to train with are repeated already where that was asked for.
  private(set) var data: TrainingData
  /// The random changes and the preparation, with the statistics that it needs.
  private(set) var generator: ImageDataGenerator
  private let classWeights: [Float]?

  /// Loads and prepares what the settings ask for; what they leave open follows from the model or the images, and is set.
  ///
  /// - Parameters:
  ///   - note: Told what was found.
  ///   - progress: Told how many files are done, of how many.
  init(
    _ settings: inout TrainSettings, _ choice: ModelChoice, executor: any TaskExecutor,
    note: (String) -> Void,
    progress: @escaping (Int, Int) -> Void
  ) throws {
    let input = try choice.input(size: settings.inputSize, color: settings.color)
    settings.exifOrientation = settings.exifOrientation ?? choice.decoding.appliesOrientation
    settings.background = settings.background ?? choice.decoding.background
    settings.keepAspectRatio = settings.keepAspectRatio ?? choice.decoding.keepsAspectRatio
    settings.resizeFilter = try settings.resizeFilter ?? choice.interpolation()
    do {
      data =
        try settings.data.map { path in
          try TrainingData.directory(
            path, settings: settings, classNames: settings.newHead ? nil : choice.classNames, input: input,
            executor: executor, note: note, progress: progress)
        } ?? .shapes(settings: settings, input: input)
    } catch let error as ImageDataError where error.isUnknownClass && choice.classNames != nil {
      throw ProgramError(
        error.kind, "\(error); to train the model for the classes of the data, add --new-head")
    }
    let images = data.training
    classWeights = try settings.classWeight.map { try ClassWeights.weights($0, of: images) }
    if settings.balance == .oversample {
      guard data.weights == nil else {
        throw ProgramError.usage(
          "--balance oversample: the table \(data.source) weighs its images; remove its column weight, or the option"
        )
      }
      data.training = images.oversampled(seed: settings.seed)
    }
    generator = settings.generator
    let values = images.bytesPerImage
    if settings.zcaWhitening, values > Whitening.mostValues {
      throw ProgramError.usage(
        "--zca-whitening: images of \(images.size) \(images.color.rawValue) have \(NumberText.grouped(values)) values, at "
          + "most \(NumberText.grouped(Whitening.mostValues)) can be whitened; choose a smaller --input-size")
    }
    if !generator.standardization.hasStatistics {
      generator.fit(data.training)
      try data.training.requireReadable()
    }
    // A batch larger than the data is one smaller batch.
    settings.batchSize = min(settings.batchSize, data.training.count)
  }

  /// The batches to train with.
  func training(_ settings: TrainSettings) -> ImageFlow {
    generator.flow(
      data.training, batchSize: settings.batchSize, shuffle: settings.shuffle, seed: settings.seed,
      classWeights: classWeights, sampleWeights: data.weights)
  }

  /// The batches to validate with; nil where nothing is held back.
  func validation(_ settings: TrainSettings) -> ImageFlow? {
    data.validation.map {
      generator.withoutAugmentation.flow($0, batchSize: settings.batchSize, shuffle: false)
    }
  }
}

extension ImageDataError {
  /// Whether the data has classes that a model has not.
  fileprivate var isUnknownClass: Bool {
    switch self {
    case .unknownClasses, .unknownLabels: true
    default: false
    }
  }
}
