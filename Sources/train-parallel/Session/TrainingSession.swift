import TrainParallel

/// One run of `train`: loads the data, builds the model, trains it, and keeps the run folder and the display current.
final class TrainingSession {
  private var settings: TrainSettings
  private let choice: ModelChoice
  private let executor: any TaskExecutor
  private let console: Console
  private let bar: ProgressBar

  init(settings: TrainSettings, choice: ModelChoice, executor: any TaskExecutor, console: Console) {
    self.settings = settings
    self.choice = choice
    self.executor = executor
    self.console = console
    bar = ProgressBar(console: console) { Terminal.standardError(noColor: settings.noColor) }
  }

  /// Trains; the run folder is made once data and model are right.
  func run() throws {
    let inputs = try loadInputs()
    let data = inputs.data
    let input: Shape = [data.training.height, data.training.width, data.training.channels]
    let classNames = data.training.classNames
    let (model, parameters) = try choice.network(
      for: input, classNames: classNames, weights: settings.initialWeights, seed: settings.seed)
    let trainer = try Trainer(
      model: model, parameters: parameters, options: settings.trainingOptions,
      executor: executor)
    let description = RunDescription(
      settings: settings, data: data, modelTitle: choice.title(for: input), model: model,
      threads: executor.threadCount, lanes: trainer.laneCount,
      instructionSet: settings.instructionSet ?? .best,
      learningRate: settings.resolvedOptimizer.learningRate)
    say(description.header)

    let folder = try RunFolder.claim(settings.output)
    try writeWhole(description.arguments + "\n", to: folder.arguments)
    let badImages = data.badImages
    if !badImages.isEmpty {
      try writeWhole(badImages.map { "\($0)\n" }.joined(), to: folder.badImages)
      say("left out \(NumberText.count(badImages.count, "image")), listed in \(folder.badImages)")
    }
    let preprocessing = Preprocessing(
      data.training, interpolation: settings.interpolation, decoding: settings.decoding,
      standardization: inputs.generator.standardization)
    var record = RunRecord(
      folder: folder,
      file: ModelFile(
        model: model, parameters: trainer.parameters, classNames: classNames, preprocessing: preprocessing,
        training: description.training))
    do {
      try fit(trainer, inputs) { row in
        try record.add(row)
        try self.show(row)
      }
    } catch {
      guard let last = record.lastEpoch else {
        folder.discardWithoutModel()
        throw error
      }
      guard let error = error as? any ReportableError, error is TrainingError || error is ImageDataError
      else {
        throw error
      }
      throw ProgramError(error.kind, "\(error); \(folder.path) keeps the models of the epochs up to \(last)")
    }
    say(record.closing(data: settings.data))
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

  private func fit(
    _ trainer: Trainer, _ inputs: TrainingInputs, onRow: @escaping (MetricsRow) throws -> Void
  ) throws {
    do {
      try trainer.fit(
        inputs.training(settings), validation: inputs.validation(settings),
        onEpoch: { metrics in
          self.bar.clear()
          try onRow(MetricsRow(metrics))
        }, onProgress: show)
    } catch {
      bar.clear()
      throw error
    }
  }

  // MARK: Display

  private func say(_ text: String) {
    guard !settings.quiet else { return }
    bar.clear()
    console.say(text)
  }

  private func show(_ progress: StepProgress) {
    guard !settings.quiet else { return }
    bar.show { width, hasColor in
      let line = Progress(
        epoch: progress.epoch, epochCount: settings.epochs, step: progress.step,
        stepCount: progress.stepCount,
        loss: progress.loss, accuracy: progress.accuracy, imagesPerSecond: progress.imagesPerSecond,
        secondsLeft: progress.secondsLeft(batchSize: settings.batchSize))
      return line.line(width: width, hasColor: hasColor)
    }
  }

  private func show(_ row: MetricsRow) throws {
    say(row.line(epochCount: settings.epochs))
    if settings.json { try console.print(row.json) }
  }
}
