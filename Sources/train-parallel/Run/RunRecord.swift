import Foundation
import TrainParallel

/// What a run leaves behind: after each epoch the last model, the best one and the metrics; and its checkpoints.
///
/// It stands behind all callbacks that decide about the training, so that a checkpoint holds what they decided. What
/// cannot be written is said once and tried again with the next epoch or checkpoint; the training goes on.
final class RunRecord: Callback {
  /// How checkpoints are made.
  struct Plan {
    var interval: CheckpointInterval = .seconds(60)
    var kept = 2
    /// What `best.safetensors` is the best of; nil for the validation accuracy, and among equals the lower loss.
    var best: Monitor?
    /// Whether event files for TensorBoard are written.
    var hasTensorBoard = false
    var stepsPerEpoch = 1
    /// The kernels that compute the models' golden examples.
    var instructionSet = InstructionSet.best
  }

  let name = "run_record"
  let monitor: Monitor?
  private let folder: RunFolder
  private let file: ModelFile
  private let plan: Plan
  private let checkpoints: CheckpointWriter
  private let troubles: RunTroubles
  private let others: [any Callback]
  private let events: (JSON) -> Void
  private let environment: JSON

  private(set) var rows: [MetricsRow] = []
  private(set) var best: MetricsRow?
  private(set) var hasLastModel = false
  private(set) var stopSignal: Int32?
  /// Whether a callback ended the training for good.
  private var hasEnded = false
  /// Seconds that the training waited for checkpoints.
  private(set) var seconds = 0.0
  private var tensorBoard: TensorBoardLog?
  private var lastSave = DispatchTime.now().uptimeNanoseconds

  /// - Parameters:
  ///   - file: The model whose weights are saved.
  ///   - callbacks: The others of the training.
  ///   - environment: What a checkpoint says of the machine, which decides about the bits.
  ///   - events: Told of every checkpoint.
  init(
    folder: RunFolder, file: ModelFile, plan: Plan, callbacks: [any Callback], environment: JSON,
    troubles: RunTroubles, events: @escaping (JSON) -> Void
  ) {
    self.folder = folder
    self.file = file
    self.plan = plan
    self.troubles = troubles
    self.events = events
    self.environment = environment
    monitor = plan.best
    others = callbacks
    checkpoints = CheckpointWriter(CheckpointFolder(path: folder.checkpoints, kept: plan.kept))
    tensorBoard = plan.hasTensorBoard ? TensorBoardLog(folder: folder.tensorBoard, resumingAfter: 0) : nil
  }

  /// The last epoch that was written.
  var lastEpoch: Int? { rows.last?.epoch }

  // MARK: The training's calls

  func trainingBegan(_ trainer: Trainer) {
    lastSave = DispatchTime.now().uptimeNanoseconds
  }

  func stepEnded(_ trainer: Trainer) {
    if let number = Signals.stopRequest {
      stopSignal = number
      trainer.interrupt()
    } else if isDue(trainer) || Signals.takeSaveRequest() {
      beginCheckpoint(trainer)
    }
  }

  func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) {
    add(MetricsRow(metrics))
    if trainer.stopsTraining || trainer.position.epochs == trainer.options.epochs {
      // Before the best weights are brought back: more epochs go on from the last ones.
      hasEnded = trainer.stopsTraining
      beginCheckpoint(trainer)
    } else if case .seconds = plan.interval, isDue(trainer) {
      beginCheckpoint(trainer)
    }
  }

  /// Whether the plan wants a checkpoint now; by the clock never while one is being written.
  private func isDue(_ trainer: Trainer) -> Bool {
    if checkpoints.isBusy { noteCheckpoint(waiting: false) }
    return switch plan.interval {
    case .steps(let count): trainer.position.steps % count == 0
    case .seconds(let seconds):
      !checkpoints.isBusy && Double(DispatchTime.now().uptimeNanoseconds - lastSave) >= seconds * 1e9
    }
  }

  // MARK: Writing

  /// Writes what an epoch came to.
  func add(_ row: MetricsRow) {
    rows.append(row)
    let model = modelAsItIs()
    saveModel(model)
    if row.isBetter(than: best, by: plan.best) {
      let isWritten = troubles.attempt(folder.best, otherwise: "the next better epoch tries again") {
        try model.get().write(to: folder.best)
      }
      if isWritten { best = row }
    }
    writeMetrics()
    guard let tensorBoard else { return }
    troubles.attempt(folder.tensorBoard, otherwise: "it is tried again after the next epoch") {
      try tensorBoard.add(row, at: Date().timeIntervalSince1970)
    }
  }

  /// Writes the last model.
  func saveModel() {
    saveModel(modelAsItIs())
  }

  /// Writes what a run of no epochs leaves behind: the model as it begins, no metrics, a checkpoint.
  func saveUntrained(_ trainer: Trainer) {
    saveModel()
    writeMetrics()
    saveCheckpoint(trainer)
  }

  private func saveModel(_ model: Result<ModelFile, any Error>) {
    hasLastModel = troubles.attempt(folder.model, otherwise: "it is tried again after the next epoch") {
      try model.get().write(to: folder.model)
    }
  }

  /// The model as it is, with inputs and what it makes of them.
  private func modelAsItIs() -> Result<ModelFile, any Error> {
    Result { try file.withGoldenExamples(instructionSet: plan.instructionSet) }
  }

  private func writeMetrics() {
    let files = MetricsFiles(rows)
    for (path, text) in [(folder.metricsLines, files.lines), (folder.metricsTable, files.table)] {
      troubles.attempt(path, otherwise: "it is tried again after the next epoch") {
        try writeWhole(text, to: path)
      }
    }
  }

  /// Begins to save a checkpoint, which is written while the training goes on.
  private func beginCheckpoint(_ trainer: Trainer) {
    noteCheckpoint(waiting: true)
    let start = DispatchTime.now().uptimeNanoseconds
    checkpoints.begin(trainer, file, callbacks: others, record: record)
    lastSave = DispatchTime.now().uptimeNanoseconds
    seconds += Double(lastSave - start) / 1e9
  }

  /// Saves a checkpoint and waits until it is on disk.
  ///
  /// - Returns: Whether it was saved.
  @discardableResult
  func saveCheckpoint(_ trainer: Trainer) -> Bool {
    beginCheckpoint(trainer)
    return noteCheckpoint(waiting: true)
  }

  /// Waits for the checkpoint that is being written, where one is.
  func finishSaving() {
    noteCheckpoint(waiting: true)
  }

  /// Tells what became of the checkpoint that was begun, once it is known.
  ///
  /// - Returns: Whether it was saved.
  @discardableResult
  private func noteCheckpoint(waiting: Bool) -> Bool {
    let start = DispatchTime.now().uptimeNanoseconds
    let outcome = checkpoints.takeOutcome(waiting: waiting)
    seconds += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    guard let outcome else { return false }
    return troubles.attempt(
      folder.checkpoints,
      otherwise: "the checkpoints before it are whole, and it is tried again with the next"
    ) {
      switch outcome {
      case .failed(let error): throw error
      case .saved(let path, let position):
        events(
          .object([
            ("event", "checkpoint"), ("path", .string(path)), ("step", .integer(position.steps)),
            ("epochs", .integer(position.epochs)),
          ]))
      }
    }
  }

  // MARK: What a checkpoint holds of the run

  private var record: JSON {
    .object([
      ("environment", environment), ("rows", .array(rows.map { .object($0.members) })),
      ("best", best.map { .object($0.members) } ?? .null), ("ended", .boolean(hasEnded)),
      ("steps_per_epoch", .integer(plan.stepsPerEpoch)),
    ])
  }

  /// Goes on from a checkpoint: the metrics are cut back to it.
  func resume(from checkpoint: Checkpoint) throws(ProgramError) {
    guard let rows = checkpoint.record["rows"]?.elements?.map(MetricsRow.init(json:)), !rows.contains(nil)
    else {
      throw ProgramError(
        .badData, "\(folder.checkpoints): a checkpoint has no metrics that this version reads")
    }
    self.rows = rows.compactMap { $0 }
    best = checkpoint.record["best"].flatMap(MetricsRow.init(json:))
    hasLastModel = !rows.isEmpty
    if tensorBoard != nil {
      tensorBoard = TensorBoardLog(folder: folder.tensorBoard, resumingAfter: rows.count)
    }
    writeMetrics()
  }

  /// What to say at the end: where the models are, and what to type next.
  ///
  /// - Parameter data: The directory that was trained on; nil for the built-in shapes.
  func closing(data: String?) -> String {
    var lines = ["The last model is \(folder.model), its metrics are in \(folder.metricsLines)"]
    if let best {
      let value = plan.best.flatMap { monitor in best.value(named: monitor.name).map { (monitor.name, $0) } }
      let (name, figure) = value ?? ("validation accuracy", best.validationAccuracy ?? 0)
      lines.append("The best is \(folder.best): epoch \(best.epoch), \(name) \(NumberText.fixed(figure, 4))")
    }
    let model = shellWord(best == nil ? folder.model : folder.best)
    if let data {
      lines.append("Next: train-parallel evaluate \(model) \(shellWord(data))")
    } else {
      lines.append("Next: train-parallel shapes shapes && train-parallel predict \(model) shapes/validation")
    }
    return lines.joined(separator: "\n")
  }
}
