import TrainParallel

/// `gradient-check`: whether the gradients of a model are right, tensor by tensor.
enum GradientCheckCommand: Command {
  struct Settings: CommonSettings {
    var train = TrainSettings()
    var samples: Int?
    var entries: Int?
    var json = false
    var help = false
    var version = false
  }

  static let name = "gradient-check"
  static let arguments = "[options]"
  static let summary = "hold a model's gradients to numerical ones, layer by layer"
  static let abstract =
    "Takes a few images through the model, with dropout's masks of one step, and compares its gradients tensor by tensor. "
    + "numerical: central differences of the loss in double precision with the plain network's own way back; at kinks, "
    + "where relu or a maximum changes over, there is no gradient, and they are left out. engine: the gradients that train "
    + "uses with those. shards: the sum over shards of one image with one shard of all. Errors are relative to the "
    + "largest gradient of the tensor. Ends with 70 if one is wrong."

  private static let trainingOptions: Set = [
    "--data", "--model", "--class-weight", "--instruction-set", "--loss", "--freeze",
  ]

  static var options: [Option<Settings>] {
    let images = Set(TrainSettings.imageOptions.map(\.name))
    let ofTraining = TrainSettings.options.filter { option in
      images.contains(option.name) || trainingOptions.contains(option.name)
    }
    return [
      .value(
        "--samples", "N", \.samples, .wholeNumber(atLeast: 1, atMost: 64), "the images",
        otherwise: "4, or fewer for a large model"),
      .value(
        "--entries", "N", \.entries, .wholeNumber(atLeast: 1), "the elements of each tensor to differ at",
        otherwise: "as many as take a few seconds, at most \(GradientCheck.mostEntries)"),
      .flag("--json", \.json, "print one JSON object a tensor"),
    ] + ofTraining.map { $0.within(\.train) }
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, [])
    var settings = arguments.settings
    try ParsedArguments(settings: settings.train, options: arguments.options).requireConsistent()
    let choice = try ModelChoice(settings.train.model)
    if case .trained(let file, _) = choice {
      try settings.train.adopt(file.preprocessing, given: arguments.given)
    }
    let team = settings.train.threads ?? usableProcessors()
    let (check, count, results) = try WorkerTeam.withTeam(threads: team) { team in
      let inputs = try TrainingInputs(&settings.train, choice, executor: team, note: console.say) { _, _ in }
      let problem = try problem(settings, choice, inputs)
      let check = try GradientCheck(
        problem, seed: settings.train.seed, entries: settings.entries,
        instructionSet: settings.train.instructionSet ?? .best, executor: team)
      return (check, problem.samples.shape[0], try check.run())
    }
    let table = TensorCheck.table
    if !settings.json { try console.print(table.header) }
    for result in results {
      try console.print(settings.json ? table.json(result).description : table.text(result))
    }
    let wrong = results.filter { $0.verdict == .wrong }
    let scope =
      "\(NumberText.count(results.count, "tensor")), \(NumberText.count(count, "image")), up to "
      + "\(NumberText.count(check.entriesPerTensor, "element")) of each by differences"
    guard wrong.isEmpty else {
      let names = list(wrong.map { "\($0.tensor) of \($0.layer)" })
      throw ProgramError(.internalFault, "wrong gradients: \(names) (\(scope)); do not train with this model")
    }
    console.say("all gradients are right: \(scope)")
  }

  /// The model, and the first images that a training would see.
  private static func problem(
    _ settings: Settings, _ choice: ModelChoice, _ inputs: TrainingInputs
  ) throws -> GradientCheck.Problem {
    let flow = inputs.training(settings.train)
    let (model, parameters) = try choice.network(
      for: flow.sampleShape, classNames: flow.classNames, weights: nil, seed: settings.train.seed,
      settings.train.adaptation)
    if choice.isFresh { parameters.drawBiases(seed: settings.train.seed) }
    let count = min(settings.samples ?? GradientCheck.usualSamples(of: model), flow.sampleCount)
    let problem = GradientCheck.Problem(
      model: model, parameters: parameters, first: count, of: flow, loss: settings.train.loss)
    try flow.dataset.requireReadable()
    return problem
  }
}

extension ModelChoice {
  /// Whether its weights are drawn and not trained.
  fileprivate var isFresh: Bool {
    if case .trained = self { false } else { true }
  }
}
