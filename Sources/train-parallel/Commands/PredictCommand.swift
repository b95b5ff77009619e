import TrainParallel

/// `predict MODEL PATH...`: the classes of images.
enum PredictCommand: Command {
  struct Settings: CommonSettings {
    var inference = InferenceSettings()
    var top: Int?
    var output: String?
    var csv = false
    var json = false
    var help = false
    var version = false
  }

  static let name = "predict"
  static let arguments = "MODEL PATH... [options]"
  static let summary = "one row an image: path, class, probability"
  static let abstract =
    "Predicts the class of each image with MODEL, a .safetensors file of train. A PATH is an image; a directory, of "
    + "which all images are taken, in folders or not; an array of NumPy; or - for paths on standard input, one a line or as "
    + "find -print0 writes them. What folders are called plays no part. An array is an .npy file, or x, images, x_test, "
    + "x_train or the only array of an .npz file: N x height x width, with 1, 3 or 4 channels as the last or without, or one "
    + "image without the N; in uint8, or in floats that are bytes or bytes / 255. Its rows are called x.npy[0], x.npy[1] "
    + "and so on, and its images are resized as others are. An image that is not there or cannot be read is a row with its "
    + "error; the exit code is then 65. An array that cannot be read ends the command before the first row."

  static var options: [Option<Settings>] {
    [
      .value(
        "--top", "K", \.top, .wholeNumber(atLeast: 1), "the K most probable classes",
        otherwise: "1; all with --json"),
      .flag("--csv", \.csv, "rows of path, rank, class, probability, error, separated by commas"),
      .flag(
        "--json", \.json, "one JSON object a line: path, class, probability, probabilities; or path, error"),
      .value(
        "--output", "FILE.npy|FILE.npz", \.output, .numPyPath,
        "write the probabilities as an array for NumPy in place of rows: images x classes, in float32; an .npz file also "
          + "holds paths and class_names"),
    ] + InferenceSettings.options(in: \.inference)
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    let settings = arguments.settings
    guard arguments.words.count >= 2 else { return try requireWords(arguments.words, ["MODEL", "PATH"]) }
    if settings.csv, settings.json { throw ProgramError.usage("--csv and --json exclude one another") }
    let model = try LoadedModel(path: arguments.words[0])
    if let output = settings.output {
      if settings.csv || settings.json || settings.top != nil {
        throw ProgramError.usage(
          "--output writes all probabilities in place of rows; remove --csv, --json or --top")
      }
      try requireWritable(output, option: "--output")
    }
    let images = try images(Array(arguments.words.dropFirst()), model: model, console: console)
    let format: PredictionRow.Format = settings.csv ? .csv : settings.json ? .json : .text
    if format == .csv { try console.print(PredictionRow.csvHeader) }
    var failures = 0
    var table = ProbabilityArray(classNames: model.file.classNames)
    try WorkerTeam.withTeam(threads: settings.inference.threadCount) { team in
      let (trainer, batchSize) = try model.trainer(for: images.count, settings.inference, executor: team)
      try images.forEachChunk(executor: team) { paths, images in
        let probabilities =
          try images.count > 0
          ? trainer.predict(
            model.flow(images, batchSize: batchSize), augmentation: settings.inference.testTimeAugmentation)
          : []
        for row in rows(of: paths, images.badImages, probabilities, classNames: model.file.classNames) {
          if case .failure(let reason) = row.outcome {
            failures += 1
            if settings.output != nil { console.say("\(row.path): \(reason)") }
          }
          if settings.output == nil {
            try console.print(row.text(format, top: settings.top))
          } else {
            table.append(row)
          }
        }
      }
    }
    if let output = settings.output {
      try table.write(to: output)
      console.say(
        "\(output): probabilities of \(NumberText.count(images.count, "image")) for "
          + NumberText.count(model.file.classNames.count, "class", "classes"))
    }
    if failures > 0 {
      throw ProgramError(
        .badData,
        "\(NumberText.grouped(failures)) of \(NumberText.count(images.count, "image")) could not be predicted"
      )
    }
  }

  /// The images that the words of the command line name; what stands on standard input comes in the place of the `-`.
  ///
  /// - Throws: `ProgramError` where there are none.
  private static func images(
    _ words: [String], model: LoadedModel, console: Console
  ) throws -> PredictedImages {
    guard words.count(where: { $0 == "-" }) < 2 else {
      throw ProgramError.usage("predict: - stands twice; standard input can be read once")
    }
    let paths = try words.flatMap { try $0 == "-" ? console.readPaths() : [$0] }
    guard !paths.isEmpty else {
      throw ProgramError(.badData, "standard input: no paths; one a line is expected")
    }
    let images = try PredictedImages(paths: paths, model: model)
    guard images.count > 0 else {
      let names = paths.count > 5 ? Array(paths.prefix(5)) + ["..."] : paths
      throw ProgramError(
        .badData, "\(list(names)): no images; files named \(ImageFile.extensionList) are expected")
    }
    for note in images.notes { console.say(note) }
    return images
  }

  /// A row for each image: those that could not be read have no probabilities.
  private static func rows(
    of paths: [String], _ badImages: [BadImage], _ probabilities: [Float], classNames: [String]
  ) -> [PredictionRow] {
    let reasons = Dictionary(
      badImages.map { ($0.path, $0.reason) }, uniquingKeysWith: { first, _ in first })
    var rest = probabilities[...]
    return paths.map { path in
      if let reason = reasons[path] { return PredictionRow(path: path, outcome: .failure(reason)) }
      let own = Array(rest.prefix(classNames.count))
      rest = rest.dropFirst(own.count)
      guard own.allSatisfy(\.isFinite) else {
        return PredictionRow(path: path, outcome: .failure("the model's output is not a number"))
      }
      return PredictionRow(path: path, outcome: .classes(zip(classNames, own)))
    }
  }
}
