import TrainParallel

/// `compare RUN RUN [DIR]`: which of two models is better on the same images, and whether that is chance.
enum CompareCommand: Command {
  struct Settings: CommonSettings {
    var inference = InferenceSettings()
    var list = false
    var json = false
    var onBadImage = BadImagePolicy.fail
    var help = false
    var version = false
  }

  static let name = "compare"
  static let arguments = "RUN RUN [DIR] [options]"
  static let summary = "which of two runs is better on the same images, and whether that is chance"
  static let abstract =
    "Compares two runs on the images that both validated with, or on those of DIR, as evaluate takes it. A RUN is a run's "
    + "folder, of which the best model is taken, or a .safetensors file. Prints the accuracy of each, on how many images "
    + "only one is right, McNemar's exact test of whether that may be chance, the options that differ, and the images that "
    + "the two take for different things."

  static var options: [Option<Settings>] {
    [
      .flag("--list", \.list, "list all images that the two take for different things, not ten"),
      .flag("--json", \.json, "print one JSON object"),
    ] + InferenceSettings.options(in: \.inference) + [
      .value(
        "--on-bad-image", "WHAT", \.onBadImage, .name,
        "fail lists all images of DIR that cannot be used, skip leaves them out")
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    let (words, settings) = (arguments.words, arguments.settings)
    try requireWords(Array(words.prefix(2)), ["RUN", "RUN"])
    try requireWords(Array(words.dropFirst(2)), words.count > 2 ? ["DIR"] : [])
    let directory = words.count > 2 ? words[2] : nil
    let (first, second) = (try RecordedRun(path: words[0]), try RecordedRun(path: words[1]))
    let report = try WorkerTeam.withTeam(threads: settings.inference.threadCount) { team in
      func images(_ run: RecordedRun) throws -> LabelledImages {
        guard let directory else { return try run.validationImages(executor: team, note: console.say) }
        return try LabelledImages(
          path: directory, model: run.model, onBadImage: settings.onBadImage, executor: team,
          note: console.say)
      }
      let ofFirst = try images(first)
      let ofSecond =
        second.takesImages(as: first, of: directory) ? ofFirst : try images(second)
      return try ComparisonReport(
        first, ofFirst, first.model.evaluation(of: ofFirst.dataset, settings.inference, executor: team),
        second, ofSecond,
        second.model.evaluation(of: ofSecond.dataset, settings.inference, executor: team))
    }
    try console.print(settings.json ? report.json : report.text(listsAll: settings.list))
  }
}

extension RecordedRun {
  /// Whether another run's images can be used as they are: the same ones, brought to the same pixels and labels.
  fileprivate func takesImages(as other: RecordedRun, of directory: String?) -> Bool {
    let seeds = [self, other].map { $0.arguments["training"]?["seed"]?.text }
    let hasSameData = arguments["data"] == other.arguments["data"] && seeds[0] == seeds[1]
    return model.file.classNames == other.model.file.classNames && model.size == other.model.size
      && model.color == other.model.color && model.interpolation == other.model.interpolation
      && model.decoding == other.model.decoding && (directory != nil || hasSameData)
  }
}

extension ComparisonReport {
  /// Brings together what two models make of their images, which may be in another order.
  ///
  /// - Throws: `ProgramError` where they are not the same images, of the same classes.
  fileprivate init(
    _ first: RecordedRun, _ images: LabelledImages, _ evaluation: Evaluation, _ second: RecordedRun,
    _ others: LabelledImages, _ otherEvaluation: Evaluation
  ) throws(ProgramError) {
    let sampleOfPath = Dictionary(
      others.paths.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var compared: [Image] = []
    for (sample, path) in images.paths.enumerated() {
      guard let other = sampleOfPath[path] else { continue }
      let image = Image(
        path: path, truth: images.className(evaluation.labels[sample]),
        first: images.className(evaluation.prediction(of: sample)),
        second: others.className(otherEvaluation.prediction(of: other)))
      guard image.truth == others.className(otherEvaluation.labels[other]) else { continue }
      compared.append(image)
    }
    guard compared.count == images.paths.count, compared.count == others.paths.count else {
      throw ProgramError(
        .badData,
        "\(first.path) and \(second.path) did not validate with the same images: "
          + "\(NumberText.grouped(images.paths.count)) and \(NumberText.grouped(others.paths.count)), "
          + "\(NumberText.grouped(compared.count)) in both; name images that neither was trained on: train-parallel compare "
          + "\(shellWord(first.path)) \(shellWord(second.path)) DIR")
    }
    self.init(
      first: Side(first, evaluation), second: Side(second, otherEvaluation), images: compared,
      options: OptionDifference.between(first.arguments, second.arguments))
  }
}

extension ComparisonReport.Side {
  fileprivate init(_ run: RecordedRun, _ evaluation: Evaluation) {
    self.init(
      path: run.path, modelPath: run.modelPath, weightsSHA256: run.model.file.parameters.weightsSHA256(),
      loss: evaluation.loss, accuracy: evaluation.accuracy, accuracyInterval: evaluation.accuracyInterval,
      epochs: run.epochs.isEmpty ? nil : run.epochs.count, seconds: run.seconds,
      imagesPerSecond: run.imagesPerSecond)
  }
}

extension LabelledImages {
  fileprivate func className(_ label: Int) -> String { dataset.classNames[label] }
}
