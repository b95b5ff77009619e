import TrainParallel

/// `train`: from images to a trained model in a run folder.
enum TrainCommand: Command {
  static let name = "train"
  static let arguments = "[options]"
  static let summary = "train a model; without --data on the built-in shapes"
  static let abstract =
    "Trains an image classifier and writes it, the metrics of each epoch and the options into a run folder. "
    + "model.safetensors is the last model, best.safetensors that of the best validation accuracy."

  static var options: [Option<TrainSettings>] { TrainSettings.options }

  static func run(_ arguments: ParsedArguments<TrainSettings>, console: Console) throws {
    try requireWords(arguments.words, [])
    guard let path = arguments.settings.resume else {
      return try train(arguments, resuming: nil, console: console)
    }
    if arguments.has("--output") {
      throw ProgramError.usage("--output: --resume \(path) goes on in that folder; remove the option")
    }
    let resumption = try Resumption(path: path) { console.say($0) }
    let own = arguments.options.flatMap { [$0.name] + ($0.value.map { [$0] } ?? []) }
    let all = try parse(resumption.run.words + own, with: table, of: name)
    try train(all, resuming: resumption, console: console)
  }

  /// Trains with options that belong together.
  ///
  /// - Parameter onEpoch: Called after every epoch; what it throws ends the run.
  static func train(
    _ arguments: ParsedArguments<TrainSettings>, resuming resumption: Resumption?, console: Console,
    onEpoch: @escaping (MetricsRow) throws -> Void = { _ in }
  ) throws {
    try arguments.requireConsistent()
    var settings = arguments.settings
    let choice = try resumption?.choice(settings.model) ?? ModelChoice(settings.model)
    // What the model was trained with holds for going on, unless it is said otherwise.
    if case .trained(let file, _) = choice {
      try settings.adopt(file.preprocessing, given: arguments.given)
    }
    if let output = settings.output { try RunFolder.requireFree(output) }
    let (resolved, command) = (settings, RunArguments.words(arguments.options))
    // The team's leader may be another thread than this one.
    let fault = FileCall.fault
    try WorkerTeam.withTeam(threads: settings.threads ?? usableProcessors()) { team in
      try FileCall.carrying(fault) {
        try TrainingSession(
          settings: resolved, command: command, choice: choice, resumption: resumption, executor: team,
          console: console
        ).run(onEpoch: onEpoch)
      }
    }
  }
}
