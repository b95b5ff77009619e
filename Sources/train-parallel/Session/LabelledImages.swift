import TrainParallel

/// Images whose classes are known, in the size and colors of a model and with its labels.
struct LabelledImages {
  let dataset: ImageDataset
  /// The path of each image as to open it; of those in files of a data set's own format, what they are called there.
  let paths: [String]

  /// Images that were chosen in another way.
  init(dataset: ImageDataset, paths: [String]) {
    precondition(paths.count == dataset.count, "each image has a path")
    self.dataset = dataset
    self.paths = paths
  }

  /// Decodes a directory with a folder for each class, the images of a table, or those that a data set in files of its own
  /// format holds back to test. Of a directory that was split beforehand it is the validation part.
  ///
  /// - Parameters:
  ///   - model: Whose classes the folders are matched with, by name.
  ///   - note: Told what was found.
  /// - Throws: `ImageDataError`; `ProgramError` for a directory without folders, which says what to do instead.
  init(
    path: String, model: LoadedModel, onBadImage: BadImagePolicy, executor: any TaskExecutor,
    note: (String) -> Void
  ) throws {
    let classNames = model.file.classNames
    if let files = try DatasetFiles(path: path) {
      dataset = try ImageDataset.load(
        files, files.hasTest ? .test : .training, classNames: classNames, size: model.size,
        color: model.color, interpolation: model.interpolation, decoding: model.decoding)
      paths = dataset.relativePaths
      note("\(files.path): found \(NumberText.count(dataset.count, "image"))")
      return
    }
    let directory = try Self.directory(path, classNames: classNames)
    note("\(directory.path): found \(NumberText.count(directory.files.count, "image"))")
    if let text = directory.missingClassesNote { note(text) }
    dataset = try ImageDataset.load(
      directory, size: model.size, color: model.color, interpolation: model.interpolation,
      decoding: model.decoding, onBadImage: onBadImage, cache: .automatic(directory: nil), executor: executor)
    for image in dataset.badImages { note("left out: \(image)") }
    if let text = dataset.cacheNote { note(text) }
    paths = directory.paths(of: dataset)
  }

  private static func directory(_ path: String, classNames: [String]) throws -> ImageDirectory {
    guard !isTable(path) else { return try ImageTable(ofOptions: path, classNames: classNames).directory }
    let parts = try ImageDirectory.trainingAndValidation(in: path)
    do {
      return try ImageDirectory(path: parts.validation ?? parts.training, classNames: classNames)
    } catch let error as ImageDataError {
      guard case .noClassFolders = error else { throw error }
      throw ProgramError(
        error.kind,
        "\(error); images whose classes are not known are for train-parallel predict MODEL \(shellWord(path))"
      )
    }
  }
}

extension ImageDirectory {
  /// The path of each image of a data set that was loaded from this directory, or of a part of it, as to open it.
  func paths(of dataset: ImageDataset) -> [String] {
    let pathOfName = Dictionary(
      files.map { ($0.relativePath, $0.path) }, uniquingKeysWith: { first, _ in first })
    return dataset.relativePaths.map { pathOfName[$0] ?? $0 }
  }
}
