import TrainParallel

/// `evaluate MODEL DIR`: how good a model is on images whose classes are known.
enum EvaluateCommand: Command {
  struct Settings: CommonSettings {
    var inference = InferenceSettings()
    var top: Int?
    var predictions: String?
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
    + "with the model's classes by name. If DIR holds train/ and one of validation/, val/, test/, the latter is used; of "
    + "MNIST's or CIFAR's files, the test part. DIR may also be a .csv table with the columns filename and class, or an .npz "
    + "file with NumPy's arrays x_test and y_test, else x_train and y_train, or x and y. Images whose classes are not known "
    + "are for predict."

  static var options: [Option<Settings>] {
    [
      .value(
        "--top", "K", \.top, .wholeNumber(atLeast: 1),
        "also the part of the images whose class is among the K most probable ones"),
      .value(
        "--predictions", "FILE.csv", \.predictions, .csvPath,
        "also write a table with a row for each image: path, truth, prediction, and the probability of each class"
      ),
      .flag("--json", \.json, "print one JSON object"),
    ] + InferenceSettings.options(in: \.inference) + [
      .value(
        "--on-bad-image", "WHAT", \.onBadImage, .name,
        "fail lists all images that cannot be used, skip leaves them out")
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, ["MODEL", "DIR"])
    let (settings, path) = (arguments.settings, arguments.words[0])
    if let table = settings.predictions { try requireWritable(table, option: "--predictions") }
    let model = try LoadedModel(path: path)
    let classNames = model.file.classNames
    if let top = settings.top, top >= classNames.count {
      throw ProgramError.usage(
        "--top \(top): \(path) has \(NumberText.count(classNames.count, "class", "classes")), so that every image would "
          + "count; choose at most \(classNames.count - 1)")
    }
    let (images, evaluation) = try WorkerTeam.withTeam(threads: settings.inference.threadCount) { team in
      let images = try LabelledImages(
        path: arguments.words[1], model: model, onBadImage: settings.onBadImage, executor: team,
        note: console.say)
      return (images, try model.evaluation(of: images.dataset, settings.inference, executor: team))
    }
    if let table = settings.predictions {
      try writeWhole(
        PredictionsTable(paths: images.paths, evaluation: evaluation, classNames: classNames).text,
        to: table, option: "--predictions")
    }
    let report = EvaluationReport(evaluation, classNames: classNames, top: settings.top)
    let origin = EvaluationReport.Origin(
      model: path, weightsSHA256: model.file.parameters.weightsSHA256(),
      testTimeAugmentation: settings.inference.testTimeAugmentation)
    try console.print(settings.json ? report.json(origin) : report.text)
  }
}

extension ValueReader where Value == String {
  /// The path of a table to be.
  static var csvPath: ValueReader {
    ValueReader(
      expected: "a name that ends in .csv", read: { isTable($0) && $0.count > 4 ? $0 : nil }, text: { $0 })
  }
}
