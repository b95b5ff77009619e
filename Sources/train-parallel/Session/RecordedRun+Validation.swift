import Foundation
import TrainParallel

extension RecordedRun {
  /// The images that the run held back to validate with: from the same data, split in the same way.
  ///
  /// Their paths are absolute, links followed, so that those of two runs can be compared; what is drawn is named after all
  /// that decides how it looks.
  ///
  /// - Throws: `ProgramError` where the run does not say what it validated with, or the images are not there any more;
  ///   `ImageDataError`.
  func validationImages(executor: any TaskExecutor, note: (String) -> Void) throws -> LabelledImages {
    guard let data = arguments["data"], let source = data["source"]?.text else {
      throw refusal("it does not say which images it was trained on")
    }
    let settings = try validationSettings(data)
    let leftOut = data["left_out"]?.wholeNumber ?? 0
    guard source != TrainingData.shapesName else {
      let input = (size: model.size, color: model.color)
      guard let images = try TrainingData.shapes(settings: settings, input: input).validation else {
        throw refusal("it held back no images")
      }
      let place = "shapes-\(model.size)-seed-\(settings.seed)/"
      return LabelledImages(dataset: images, paths: images.relativePaths.map { place + $0 })
    }
    let found: ImageDataset?
    do {
      found = try heldBack(source, settings, leftOut: leftOut, executor: executor, note: note)
    } catch let error as any ReportableError where error.kind == .missingInput {
      throw ProgramError(error.kind, "\(refusal("its images are not there"))\n\(error)")
    }
    guard let images = found, images.count > 0 else { throw refusal("it held back no images") }
    if let count = data["validation_images"]?.wholeNumber, count != images.count {
      throw refusal(
        "it validated with \(NumberText.count(count, "image")), of the same data that are "
          + "\(NumberText.grouped(images.count)) now")
    }
    let place = try validationPlace(source, settings)
    return LabelledImages(
      dataset: images, paths: images.relativePaths.map { $0.hasPrefix("/") ? $0 : place + "/" + $0 })
  }

  /// The images of the source that were held back; nil for none.
  ///
  /// Names alone tell which these are, so that only they are decoded; unless the run left images out, of which it does not
  /// say which: then all are looked at again.
  private func heldBack(
    _ source: String, _ settings: TrainSettings, leftOut: Int, executor: any TaskExecutor,
    note: (String) -> Void
  ) throws -> ImageDataset? {
    let names = model.file.classNames
    guard leftOut == 0, try DatasetFiles(path: source) == nil else {
      return try TrainingData.directory(
        source, settings: settings, classNames: names, input: (size: model.size, color: model.color),
        executor: executor, note: note, progress: { _, _ in }
      ).validation
    }
    if let files = try settings.validation.flatMap({ try DatasetFiles(path: $0) }) {
      note("\(files.path): reading the images to validate")
      return try ImageDataset.load(
        files, files.hasTest ? .test : .training, classNames: names, size: model.size, color: model.color,
        interpolation: model.interpolation, decoding: model.decoding)
    }
    let parts =
      isTable(source)
      ? (training: source, validation: nil) : try ImageDirectory.trainingAndValidation(in: source)
    let validation = settings.validation ?? parts.validation
    let listed = try ImageDirectory(ofOptions: validation ?? parts.training, settings, classNames: names)
    let directory =
      validation != nil
      ? listed
      : listed.split(
        validationFraction: settings.validationSplit ?? TrainingData.usualSplit, seed: settings.seed,
        grouping: settings.groupBy
      ).validation
    guard !directory.files.isEmpty else { return nil }
    note("\(directory.path): found \(NumberText.count(directory.files.count, "image")) to validate")
    return try ImageDataset.load(
      directory, size: model.size, color: model.color, interpolation: model.interpolation,
      decoding: model.decoding, cache: .automatic(directory: nil), executor: executor)
  }

  /// The options that decide which images are held back, as they are recorded; how they become pixels, as the model says.
  ///
  /// - Throws: `ProgramError` where they are none that an option can have.
  private func validationSettings(_ data: JSON) throws(ProgramError) -> TrainSettings {
    var settings = TrainSettings()
    settings.validation = data["validation"]?.text
    if let split = data["validation_split"]?.realNumber {
      guard split >= 0, split < 1 else { throw refusal("its record has the validation_split \(split)") }
      settings.validationSplit = split
    }
    settings.groupBy = data["group_by"]?.text.flatMap { SampleGrouping($0) }
    settings.classes = data["classes"]?.elements?.compactMap(\.text)
    settings.followLinks = data["follow_links"] == true
    settings.onBadImage = .skip
    guard let seed = arguments["training"]?["seed"]?.text.flatMap({ UInt64($0) }) else {
      throw refusal("its record has no seed")
    }
    settings.seed = seed
    settings.cache = arguments["cache"]?.text.flatMap { CacheName(rawValue: $0) }
    settings.cacheDirectory = arguments["cache_directory"]?.text
    settings.inputSize = model.size
    settings.color = model.color
    settings.resizeFilter = model.interpolation
    settings.exifOrientation = model.decoding.appliesOrientation
    settings.background = model.decoding.background
    settings.keepAspectRatio = model.decoding.keepsAspectRatio
    return settings
  }

  /// The folder that the validation images' paths are relative to.
  private func validationPlace(_ source: String, _ settings: TrainSettings) throws -> String {
    var place = URL(fileURLWithPath: settings.validation ?? source)
    if isTable(place.path) {
      place.deleteLastPathComponent()
    } else if settings.validation == nil, try DatasetFiles(path: source) == nil {
      let parts = try ImageDirectory.trainingAndValidation(in: source)
      place = URL(fileURLWithPath: parts.validation ?? parts.training)
    }
    return place.resolvingSymlinksInPath().path
  }

  private func refusal(_ reason: String) -> ProgramError {
    ProgramError(
      .badData,
      "\(path): \(reason); name images for both: train-parallel compare RUN RUN DIR")
  }
}
