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
    try arguments.requireConsistent()
    var settings = arguments.settings
    let choice = try ModelChoice(settings.model)
    // What the model was trained with holds for going on, unless it is said otherwise.
    if case .trained(let file, _) = choice {
      try settings.adopt(file.preprocessing, given: arguments.given)
    }
    if let output = settings.output { try RunFolder.requireFree(output) }
    let resolved = settings
    try WorkerTeam.withTeam(threads: settings.threads ?? usableProcessors()) { team in
      try TrainingSession(settings: resolved, choice: choice, executor: team, console: console).run()
    }
  }
}
