import TrainParallel

/// `predict MODEL PATH...`: the classes of images.
enum PredictCommand: Command {
  struct Settings: CommonSettings {
    var top: Int?
    var csv = false
    var json = false
    var threads: Int?
    var help = false
    var version = false
  }

  static let name = "predict"
  static let arguments = "MODEL PATH... [options]"
  static let summary = "one row an image: path, class, probability"
  static let abstract =
    "Predicts the class of each image with MODEL, a .safetensors file of train. A PATH is an image or a directory, of "
    + "which all images are taken. An image that cannot be read is a row with its error; the exit code is then 65."

  /// Files that are in memory at the same time.
  private static let chunkSize = 4_096

  static var options: [Option<Settings>] {
    [
      .value(
        "--top", "K", \.top, .wholeNumber(atLeast: 1), "the K most probable classes",
        otherwise: "1; all with --json"),
      .flag("--csv", \.csv, "rows of path, rank, class, probability, error, separated by commas"),
      .flag(
        "--json", \.json, "one JSON object a line: path, class, probability, probabilities; or path, error"),
      .value(
        "--threads", "N|auto", \.threads, .threads, "threads to work with; the result is the same with any"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    let settings = arguments.settings
    guard arguments.words.count >= 2 else { return try requireWords(arguments.words, ["MODEL", "PATH"]) }
    if settings.csv, settings.json { throw ProgramError.usage("--csv and --json exclude one another") }
    let model = try LoadedModel(path: arguments.words[0])
    let paths = Array(arguments.words.dropFirst())
    let files = try ImageFileList(paths: paths).files
    guard !files.isEmpty else {
      throw ProgramError(
        .badData, "\(list(paths)): no images; files named \(ImageFile.extensionList) are expected")
    }
    let format: PredictionRow.Format = settings.csv ? .csv : settings.json ? .json : .text
    if format == .csv { try console.print(PredictionRow.csvHeader) }
    var failures = 0
    try WorkerTeam.withTeam(threads: settings.threads ?? usableProcessors()) { team in
      let batchSize = min(64, files.count)
      let trainer = try model.trainer(batchSize: batchSize, instructionSet: nil, executor: team)
      for start in stride(from: 0, to: files.count, by: chunkSize) {
        let chunk = files[start..<min(start + chunkSize, files.count)]
        let images = try ImageDataset.load(
          ImageFileList(paths: chunk.map(\.path)), classNames: model.file.classNames, size: model.size,
          color: model.color, interpolation: model.interpolation, decoding: model.decoding, executor: team)
        let probabilities =
          try images.count > 0 ? trainer.predict(model.flow(images, batchSize: batchSize)) : []
        for row in rows(of: chunk, images.badImages, probabilities, classNames: model.file.classNames) {
          if case .failure = row.outcome { failures += 1 }
          try console.print(row.text(format, top: settings.top))
        }
      }
    }
    if failures > 0 {
      throw ProgramError(
        .badData,
        "\(NumberText.grouped(failures)) of \(NumberText.count(files.count, "image")) could not be predicted")
    }
  }

  /// A row for each file: the files that could not be read have no probabilities.
  private static func rows(
    of files: ArraySlice<ImageFile>, _ badImages: [BadImage], _ probabilities: [Float], classNames: [String]
  ) -> [PredictionRow] {
    let reasons = Dictionary(
      badImages.map { ($0.path, $0.reason) }, uniquingKeysWith: { first, _ in first })
    var rest = probabilities[...]
    return files.map { file in
      if let reason = reasons[file.path] { return PredictionRow(path: file.path, outcome: .failure(reason)) }
      let own = Array(rest.prefix(classNames.count))
      rest = rest.dropFirst(own.count)
      guard own.allSatisfy(\.isFinite) else {
        return PredictionRow(path: file.path, outcome: .failure("the model's output is not a number"))
      }
      return PredictionRow(path: file.path, outcome: .classes(zip(classNames, own)))
    }
  }
}
