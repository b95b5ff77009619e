import NeuralNetwork

/// Saves the model after each epoch, or only after those that are better than all before.
///
/// It saves a model to use, not a training to go on with: that is what ``CheckpointFolder`` does.
///
/// - Source: `keras/src/callbacks/model_checkpoint.py`
public final class ModelCheckpoint: Callback {
  /// `model_checkpoint`
  public let name = "model_checkpoint"
  /// What is watched, `val_loss` by default; nil where every epoch is saved.
  public let monitor: Monitor?
  /// The file; `{epoch}` in it stands for the epoch's number, from 1.
  public let path: String
  /// What a value must better to be saved at all; then the best so far.
  public private(set) var best: Double?
  private let file: ModelFile

  /// Creates the callback.
  ///
  /// - Parameters:
  ///   - path: The file; `{epoch}` in it stands for the epoch's number, from 1.
  ///   - file: What describes the model; its weights are passed over, those of the trainer are saved.
  ///   - monitor: What is watched.
  ///   - saveBestOnly: Whether only improvements are saved.
  ///   - initialValueThreshold: What the first one must better.
  public init(
    path: String, file: ModelFile, monitor: Monitor = Monitor(), saveBestOnly: Bool = true,
    initialValueThreshold: Double? = nil
  ) {
    self.path = path
    self.file = file
    self.monitor = saveBestOnly ? monitor : nil
    best = initialValueThreshold
  }

  /// Saves, or not.
  ///
  /// - Throws: `ModelFileError` with the system's words.
  public func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) throws {
    if let monitor {
      guard let value = metrics.value(named: monitor.name), monitor.isBetter(value, than: best, by: 0) else {
        return
      }
      best = value
    }
    try ModelFile(
      model: file.model, parameters: trainer.weights, classNames: file.classNames,
      preprocessing: file.preprocessing, training: file.training
    ).withGoldenExamples(instructionSet: trainer.instructionSet)
      .write(to: path.replacing("{epoch}", with: "\(metrics.epoch)"))
  }

  /// The best so far.
  public var state: JSON { .object([("best", best.map(JSON.number) ?? .null)]) }

  /// Goes on from a state.
  public func restore(state: JSON, weights: Parameters?) -> Bool {
    guard let value = state["best"] else { return false }
    best = value.realNumber
    return true
  }
}
