import Foundation
import TrainParallel

/// One run of `train`: loads the data, builds the model, trains it, and keeps the run folder and the display current.
final class TrainingSession {
  private var settings: TrainSettings
  private let command: [String]
  private let choice: ModelChoice
  private let resumption: Resumption?
  private let executor: any TaskExecutor
  private let console: Console
  private let bar: ProgressBar

  /// - Parameters:
  ///   - command: The options as they were given, for the record.
  ///   - resumption: The run that goes on; nil for a new one.
  init(
    settings: TrainSettings, command: [String], choice: ModelChoice, resumption: Resumption?,
    executor: any TaskExecutor, console: Console
  ) {
    self.settings = settings
    self.command = command
    self.choice = choice
    self.resumption = resumption
    self.executor = executor
    self.console = console
    bar = ProgressBar(console: console) { Terminal.standardError(noColor: settings.noColor) }
  }

  /// Trains; the run folder is made once data and model are right.
  ///
  /// - Parameter onEpoch: Called after every epoch; what it throws ends the run.
  /// - Throws: `StoppedBySignal` where one ended the training; what was wrong otherwise.
  func run(onEpoch: @escaping (MetricsRow) throws -> Void = { _ in }) throws {
    let inputs = try loadInputs()
    let data = inputs.data
    let input: Shape = [data.training.height, data.training.width, data.training.channels]
    let (model, parameters) = try choice.network(
      for: input, classNames: data.training.classNames,
      weights: resumption == nil ? settings.initialWeights : nil, seed: settings.seed,
      settings.adaptation, note: say)
    if settings.ghostBatch != nil, !model.layers.contains(where: { $0 is BatchNormalization }) {
      throw ProgramError.usage(
        "--ghost-batch is for batch normalization, of which the model has none; remove the option")
    }
    if settings.newHead, resumption == nil, let head = model.headName {
      say(
        "\(head) is drawn anew for \(NumberText.count(model.classCount, "class", "classes")); the rest keeps its weights"
      )
    }
    let stepsPerEpoch = settings.trainingOptions(stepsPerEpoch: 1).lengthOfEpoch(samples: data.training.count)
      .steps
    let (clock, filters) = (PhaseClock(), model.firstKernel(in: parameters))
    let trainer = try Trainer(
      model: model, parameters: parameters, options: settings.trainingOptions(stepsPerEpoch: stepsPerEpoch),
      executor: executor, clock: clock)
    let callbacks = settings.callbacks()
    for callback in callbacks { try callback.monitor?.require(hasValidation: data.validation != nil) }
    let description = RunDescription(
      settings: settings, data: data, modelTitle: choice.title(for: input), model: model,
      threads: executor.threadCount, lanes: trainer.laneCount,
      instructionSet: settings.instructionSet ?? .best,
      learningRate: settings.resolvedOptimizer.learningRate, command: command,
      fingerprint: data.fingerprint,
      environment: RunEnvironment(instructionSet: settings.instructionSet ?? .best))
    say(description.header)

    let folder = try resumption?.folder ?? RunFolder.claim(settings.output)
    let preprocessing = Preprocessing(
      data.training, interpolation: settings.interpolation, decoding: settings.decoding,
      standardization: inputs.generator.standardization)
    let troubles = RunTroubles(say: warn)
    let record = RunRecord(
      folder: folder,
      file: ModelFile(
        model: model, parameters: trainer.weights, classNames: data.training.classNames,
        preprocessing: preprocessing, training: description.training),
      plan: .init(
        interval: settings.checkpointEvery, kept: settings.keepCheckpoints,
        best: settings.best.map { Monitor($0) }, hasTensorBoard: settings.tensorBoard,
        stepsPerEpoch: stepsPerEpoch, instructionSet: trainer.instructionSet),
      callbacks: callbacks, environment: description.environment.json, troubles: troubles, events: tell)
    let page = RunPage(
      description, folder: folder, record: record, troubles: troubles, clock: clock,
      batchCount: stepsPerEpoch, filters: filters)
    try resumption?.restore(
      trainer, callbacks, record, description, acceptsOtherBits: settings.acceptOtherBits)
    try begin(folder, description)
    do {
      try Signals.whileAnswered {
        try fit(trainer, inputs, callbacks + [record, page], record, onEpoch)
      }
    } catch {
      record.finishSaving()
      throw explained(error, folder, record)
    }
    if record.stopSignal != nil || callbacks.contains(where: { ($0 as? TimeBudget)?.isExceeded == true }) {
      return try leave(trainer, record, folder, page)
    }
    try end(trainer, callbacks, record, folder)
    page.finish(trainer, inputs, settings)
    close(record, folder)
  }

  // MARK: Steps

  private func loadInputs() throws -> TrainingInputs {
    // A copy: what is said meanwhile asks the settings whether it shall be.
    var resolved = settings
    let inputs = try TrainingInputs(&resolved, choice, executor: executor, note: say) { done, count in
      guard !self.settings.quiet else { return }
      self.bar.show { width, _ in
        String("reading \(NumberText.grouped(done)) of \(NumberText.count(count, "image"))".prefix(width))
      }
    }
    settings = resolved
    bar.clear()
    return inputs
  }

  /// Writes what is known beforehand.
  private func begin(_ folder: RunFolder, _ description: RunDescription) throws {
    try writeWhole(description.arguments + "\n", to: folder.arguments)
    let badImages = description.data.badImages
    if !badImages.isEmpty {
      try writeWhole(badImages.map { "\($0)\n" }.joined(), to: folder.badImages)
      say("left out \(NumberText.count(badImages.count, "image")), listed in \(folder.badImages)")
    }
    if let checkpoint = resumption?.checkpoint {
      let position = checkpoint.position
      say("resumed after step \(NumberText.grouped(position.steps)), in epoch \(position.epochs + 1)")
    }
    tell(
      .object([
        ("event", "start"), ("run", .string(folder.path)),
        ("images", .integer(description.data.training.count)),
        ("parameters", .integer(description.model.parameterCount)),
        ("resumed_step", resumption.map { .integer($0.checkpoint.position.steps) } ?? .null),
      ]))
  }

  private func fit(
    _ trainer: Trainer, _ inputs: TrainingInputs, _ callbacks: [any Callback], _ record: RunRecord,
    _ onEpoch: @escaping (MetricsRow) throws -> Void
  ) throws {
    defer { bar.clear() }
    try trainer.fit(
      inputs.training(settings), validation: inputs.validation(settings), callbacks: callbacks,
      onEpoch: { _ in
        self.bar.clear()
        guard let row = record.rows.last else { return }
        self.say(row.line(epochCount: self.settings.epochs))
        self.tell(.object([("event", "epoch")] + row.members))
        try onEpoch(row)
      }, onProgress: show)
  }

  /// Saves what is to be saved at the end, and says how it ended.
  private func end(
    _ trainer: Trainer, _ callbacks: [any Callback], _ record: RunRecord, _ folder: RunFolder
  ) throws {
    let stopping = callbacks.compactMap { $0 as? EarlyStopping }.first
    if let stopping, let epoch = stopping.stoppedEpoch {
      say(
        "stopped early: \(settings.monitor) has not improved since epoch \(stopping.bestEpoch + 1) of \(epoch + 1)"
      )
    }
    if let stopping, stopping.restoreBestWeights {
      record.saveModel()
      say("the weights are those of epoch \(stopping.bestEpoch + 1)")
    }
    if settings.epochs == 0 { record.saveUntrained(trainer) }
    record.finishSaving()
    guard record.hasLastModel else {
      throw ProgramError(
        .inputOutput,
        "\(folder.model): the model could not be written; make room and go on with: "
          + "train-parallel --resume \(shellWord(folder.path))")
    }
    tell(
      .object([
        ("event", "end"), ("reason", stopping?.stoppedEpoch == nil ? "finished" : "early_stopping"),
        ("model", .string(folder.model)), ("best", record.best == nil ? .null : .string(folder.best)),
      ]))
  }

  /// The last words.
  private func close(_ record: RunRecord, _ folder: RunFolder) {
    let terminal = Terminal.standardError(noColor: settings.noColor)
    let plot = CurvePlot(record.rows).text(
      width: terminal.width, hasColor: terminal.hasColor, isUTF8: terminal.isUTF8)
    if let plot, terminal.width != nil { say(plot) }
    say(record.closing(data: settings.data))
    say("All of it as a page: \(folder.report)")
  }

  /// Ends in the middle: by a signal, or because the time is up.
  private func leave(
    _ trainer: Trainer, _ record: RunRecord, _ folder: RunFolder, _ page: RunPage
  ) throws {
    let reason = record.stopSignal.map { $0 == SIGINT ? "SIGINT" : "SIGTERM" } ?? "time"
    let isSaved = record.saveCheckpoint(trainer)
    page.stop(reason == "time" ? "the time was up" : "by \(reason)")
    let position = trainer.position
    tell(.object([("event", "end"), ("reason", .string(reason)), ("step", .integer(position.steps))]))
    say(
      "\(record.stopSignal == nil ? "the time is up" : "stopped by \(reason)") after step "
        + "\(NumberText.grouped(position.steps)), in epoch \(position.epochs + 1); "
        + (isSaved
          ? "go on with: " : "the last checkpoint could not be saved, go on from the one before with: ")
        + "train-parallel --resume \(shellWord(folder.path))")
    if let number = record.stopSignal { throw StoppedBySignal(number: number) }
  }

  /// What to say of an error, where the run leaves something behind.
  private func explained(_ error: any Error, _ folder: RunFolder, _ record: RunRecord) -> any Error {
    guard let last = record.lastEpoch else {
      folder.discardWithoutModel()
      return error
    }
    guard let error = error as? any ReportableError, error is TrainingError || error is ImageDataError else {
      return error
    }
    return ProgramError(error.kind, "\(error); \(folder.path) keeps the models of the epochs up to \(last)")
  }

  // MARK: Display

  private func say(_ text: String) {
    guard !settings.quiet else { return }
    warn(text)
  }

  /// Said even where little shall be said.
  private func warn(_ text: String) {
    bar.clear()
    console.say(text)
  }

  /// Tells programs, with `--json`; a reader that went away ends no training.
  private func tell(_ event: JSON) {
    guard settings.json else { return }
    try? console.print(event.description)
  }

  private func show(_ progress: StepProgress) {
    guard !settings.quiet else { return }
    bar.show { width, hasColor in
      let line = Progress(
        epoch: progress.epoch, epochCount: settings.epochs, step: progress.step,
        stepCount: progress.stepCount,
        loss: progress.loss, accuracy: progress.accuracy, imagesPerSecond: progress.imagesPerSecond,
        secondsLeft: progress.secondsLeft(imagesPerStep: settings.batchSize * settings.accumulate))
      return line.line(width: width, hasColor: hasColor)
    }
  }
}
