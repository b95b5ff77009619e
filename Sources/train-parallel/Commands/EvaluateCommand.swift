import TrainParallel

/// `evaluate MODEL DIR`: how good a model is on images whose classes are known.
enum EvaluateCommand: Command {
  struct Settings: CommonSettings {
    var batchSize = 64
    var threads: Int?
    var instructionSet: InstructionSet?
    var onBadImage = BadImagePolicy.fail
    var json = false
    var help = false
    var version = false
  }

  static let name = "evaluate"
  static let arguments = "MODEL DIR [options]"
  static let summary = "loss, accuracy, precision and recall of each class, confusion matrix"
  static let abstract =
    "Evaluates MODEL, a .safetensors file of train, on the images of DIR, a folder for each class. Folders are matched "
    + "with the model's classes by name. If DIR holds train/ and one of validation/, val/, test/, the latter is used; of MNIST's or CIFAR's files, "
    + "the test part."

  static var options: [Option<Settings>] {
    [
      .flag("--json", \.json, "print one JSON object"),
      .value("--batch-size", "N", \.batchSize, .wholeNumber(atLeast: 1, atMost: 65_536), "images at a time"),
      .value(
        "--threads", "N|auto", \.threads, .threads, "threads to work with; the result is the same with any"),
      .value(
        "--instruction-set", "NAME", \.instructionSet, .instructionSet,
        list(InstructionSet.allCases.map(\.rawValue)), otherwise: "the best there is"),
      .value(
        "--on-bad-image", "WHAT", \.onBadImage, .name,
        "fail lists all images that cannot be used, skip leaves them out"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, ["MODEL", "DIR"])
    let (settings, path) = (arguments.settings, arguments.words[0])
    let model = try LoadedModel(path: path)
    let report = try WorkerTeam.withTeam(threads: settings.threads ?? usableProcessors()) { team in
      let images = try images(arguments.words[1], model, settings, executor: team, console: console)
      let batchSize = min(settings.batchSize, images.count)
      let trainer = try model.trainer(
        batchSize: batchSize, instructionSet: settings.instructionSet, executor: team)
      let evaluation = try trainer.evaluate(model.flow(images, batchSize: batchSize))
      return EvaluationReport(evaluation, classNames: model.file.classNames)
    }
    let hash = model.file.parameters.weightsSHA256()
    try console.print(settings.json ? report.json(model: path, weightsSHA256: hash) : report.text)
  }

  /// The images of a directory, or those that a data set in files of its own format holds back to test.
  private static func images(
    _ path: String, _ model: LoadedModel, _ settings: Settings, executor: any TaskExecutor, console: Console
  ) throws -> ImageDataset {
    if let files = try DatasetFiles(path: path) {
      let images = try ImageDataset.load(
        files, files.hasTest ? .test : .training, classNames: model.file.classNames, size: model.size,
        color: model.color, interpolation: model.interpolation)
      console.say("\(files.path): found \(NumberText.count(images.count, "image"))")
      return images
    }
    let parts = try ImageDirectory.trainingAndValidation(in: path)
    let directory = try ImageDirectory(
      path: parts.validation ?? parts.training, classNames: model.file.classNames)
    console.say("\(directory.path): found \(NumberText.count(directory.files.count, "image"))")
    if let text = directory.missingClassesNote { console.say(text) }
    let images = try ImageDataset.load(
      directory, size: model.size, color: model.color, interpolation: model.interpolation,
      decoding: model.decoding, onBadImage: settings.onBadImage, cache: .automatic(directory: nil),
      executor: executor)
    for image in images.badImages { console.say("left out: \(image)") }
    if let text = images.cacheNote { console.say(text) }
    return images
  }
}

extension EvaluationReport {
  /// The report of what the trainer found.
  fileprivate init(_ evaluation: Evaluation, classNames: [String]) {
    self.init(
      loss: evaluation.loss, accuracy: evaluation.accuracy,
      classes: zip(classNames, evaluation.classReports).map { name, row in
        Row(name: name, precision: row.precision, recall: row.recall, f1: row.f1, support: row.support)
      },
      confusionMatrix: evaluation.confusionMatrix)
  }
}
