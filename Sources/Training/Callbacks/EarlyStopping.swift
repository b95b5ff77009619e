import NeuralNetwork

/// Ends a training when a metric has not improved for a number of epochs.
///
/// - Source: `keras/src/callbacks/early_stopping.py`
public final class EarlyStopping: Callback {
  /// `early_stopping`
  public let name = "early_stopping"
  /// What is watched, `val_loss` by default.
  public let monitor: Monitor?
  /// What an improvement must exceed, 0 by default.
  public let minDelta: Double
  /// The epochs without improvement after which it ends, 0 by default.
  public let patience: Int
  /// A value that must be bettered for an improvement to count; nil, the default, for none.
  public let baseline: Double?
  /// Whether the weights of the best epoch come back at the end.
  public let restoreBestWeights: Bool
  /// The first epoch that is judged, counted from 0.
  public let startFromEpoch: Int

  /// The best value so far.
  public private(set) var best: Double?
  /// The epoch of the best value, counted from 0.
  public private(set) var bestEpoch = 0
  /// The epoch that ended the training, counted from 0; nil where it did not.
  public private(set) var stoppedEpoch: Int?
  /// The weights of the best epoch.
  public private(set) var weights: Parameters?
  private var wait = 0

  /// Creates the callback; defaults are Keras'.
  public init(
    monitor: Monitor = Monitor(), minDelta: Double = 0, patience: Int = 0, baseline: Double? = nil,
    restoreBestWeights: Bool = false, startFromEpoch: Int = 0
  ) {
    self.monitor = monitor
    self.minDelta = abs(minDelta)
    self.patience = patience
    self.baseline = baseline
    self.restoreBestWeights = restoreBestWeights
    self.startFromEpoch = startFromEpoch
  }

  /// Judges the epoch.
  public func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) throws {
    let epoch = metrics.epoch - 1
    guard let monitor, let value = metrics.value(named: monitor.name), epoch >= startFromEpoch else { return }
    if restoreBestWeights, weights == nil { keep(trainer, epoch) }
    wait += 1
    if monitor.isBetter(value, than: best, by: minDelta) {
      best = value
      bestEpoch = epoch
      if restoreBestWeights { keep(trainer, epoch) }
      if baseline == nil || monitor.isBetter(value, than: baseline, by: minDelta) { wait = 0 }
    } else if wait >= patience, epoch > 0 {
      stoppedEpoch = epoch
      trainer.stopsTraining = true
    }
  }

  /// Brings the best weights back.
  public func trainingEnded(_ trainer: Trainer) throws {
    if restoreBestWeights, let weights { trainer.setWeights(weights) }
  }

  private func keep(_ trainer: Trainer, _ epoch: Int) {
    bestEpoch = epoch
    if let weights {
      weights.values.update(from: trainer.weights.values, count: weights.layout.count)
    } else {
      weights = trainer.weights.copy()
    }
  }

  /// Everything but the options.
  public var state: JSON {
    .object([
      ("wait", .integer(wait)), ("best", best.map(JSON.number) ?? .null), ("best_epoch", .integer(bestEpoch)),
      ("stopped_epoch", stoppedEpoch.map(JSON.integer) ?? .null),
    ])
  }

  /// Goes on from a state.
  public func restore(state: JSON, weights: Parameters?) -> Bool {
    guard let wait = state["wait"]?.wholeNumber, let bestEpoch = state["best_epoch"]?.wholeNumber else {
      return false
    }
    (self.wait, self.bestEpoch, self.weights) = (wait, bestEpoch, weights)
    best = state["best"]?.realNumber
    stoppedEpoch = state["stopped_epoch"]?.wholeNumber
    return true
  }
}
