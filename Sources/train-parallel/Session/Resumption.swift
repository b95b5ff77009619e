import TrainParallel

/// A run that goes on: its folder, its options, and the checkpoint it goes on from.
struct Resumption {
  let run: RunArguments
  let folder: RunFolder
  let checkpoint: Checkpoint

  /// Opens the folder of a run and finds its newest whole checkpoint.
  ///
  /// - Parameter say: Told of checkpoints that are not whole.
  init(path: String, say: (String) -> Void) throws {
    run = try RunArguments(path: path)
    folder = try RunFolder.open(path)
    let (checkpoint, refused) = CheckpointFolder(path: folder.checkpoints).newest()
    for error in refused { say("warning: a checkpoint cannot be used: \(error)") }
    guard let checkpoint else {
      throw ProgramError(
        .badData,
        "\(path): it has no \(refused.isEmpty ? "" : "whole ")checkpoint to go on from; train it anew, or go on from a "
          + "model with --model \(folder.model)")
    }
    if !refused.isEmpty {
      say("going on from the checkpoint before, at step \(checkpoint.position.steps)")
    }
    self.checkpoint = checkpoint
  }

  /// The model that `--model` asks for: one from a file is that of the checkpoint, whatever became of the file.
  func choice(_ name: String?) throws -> ModelChoice {
    guard let name else { return try ModelChoice(nil) }
    if name.hasSuffix(".safetensors") { return .trained(checkpoint.model, path: name) }
    if name.hasSuffix(".json") { return .architecture(checkpoint.model.model, path: name) }
    return try ModelChoice(name)
  }

  /// Brings trainer, callbacks and record to where the checkpoint was made.
  ///
  /// - Parameters:
  ///   - description: What the run is made with now; where the result depends on it, it must be what it was.
  ///   - acceptsOtherBits: Whether another version, decoder or instruction set is taken.
  func restore(
    _ trainer: Trainer, _ callbacks: [any Callback], _ record: RunRecord, _ description: RunDescription,
    acceptsOtherBits: Bool
  ) throws {
    let then = (try? JSON(parsing: checkpoint.model.training.utf8)) ?? .null
    let differences = RecordDifferences.between(then, description.record) + pastRates(trainer, then)
    guard differences.isEmpty else {
      throw ProgramError.usage(
        "--resume \(run.path): the result would be another than that of the run: \(differences.joined(separator: "; ")); "
          + "leave these as they were, or start a new run with --model \(folder.model)")
    }
    let environment = checkpoint.record["environment"] ?? .null
    let others = description.environment.differences(from: environment)
    guard others.isEmpty || acceptsOtherBits else {
      throw ProgramError.usage(
        "--resume \(run.path): the result may have other bits than that of the run: \(others.joined(separator: "; ")); "
          + "add --accept-other-bits to go on all the same")
    }
    if checkpoint.record["ended"] == true {
      throw ProgramError.usage(
        "--resume \(run.path): its callbacks ended the run after epoch \(checkpoint.position.epochs); to train on, start a "
          + "new one with --model \(folder.best)")
    }
    guard checkpoint.position.epochs < trainer.options.epochs else {
      throw ProgramError.usage(
        "--resume \(run.path): its \(checkpoint.position.epochs) epochs are done; ask for more with --epochs")
    }
    try trainer.restore(checkpoint, callbacks: callbacks)
    try record.resume(from: checkpoint)
  }

  /// Whether another number of epochs changes the learning rates of steps that were taken.
  private func pastRates(_ trainer: Trainer, _ then: JSON) -> [String] {
    guard let schedule = trainer.options.schedule, let epochs = then["training"]?["epochs"]?.wholeNumber,
      epochs != trainer.options.epochs
    else { return [] }
    let (steps, choice) = (checkpoint.position.steps, then["training"]?["learning_rate_schedule"]?.text)
    guard steps > 0, let rate = then["training"]?["learning_rate"]?.realNumber,
      let before = choice.flatMap(ScheduleChoice.init)?.schedule(
        learningRate: rate, epochs: epochs, stepsPerEpoch: max(1, stepsPerEpoch))
    else { return [] }
    let isSame = (0..<steps).allSatisfy { schedule.learningRate(step: $0) == before.learningRate(step: $0) }
    return isSame
      ? [] : ["training.epochs was \(epochs), is \(trainer.options.epochs), which changes \(choice ?? "")"]
  }

  private var stepsPerEpoch: Int {
    let (position, record) = (checkpoint.position, checkpoint.record)
    return record["steps_per_epoch"]?.wholeNumber ?? position.stepsInEpoch
  }
}
