import NeuralNetwork

/// Multiplies the learning rate by a factor when a metric has not improved for a number of epochs.
///
/// - Source: `keras/src/callbacks/reduce_lr_on_plateau.py`
public final class ReduceLROnPlateau: Callback {
  /// `reduce_lr_on_plateau`
  public let name = "reduce_lr_on_plateau"
  /// What is watched, `val_loss` by default.
  public let monitor: Monitor?
  /// The factor, below 1; 0.1 by default.
  public let factor: Double
  /// The epochs without improvement after which it acts, 10 by default.
  public let patience: Int
  /// What an improvement must exceed, 10⁻⁴ by default.
  public let minDelta: Double
  /// The epochs after it acted in which it does not count, 0 by default.
  public let cooldown: Int
  /// The least learning rate, 0 by default.
  public let minLearningRate: Double

  private var best: Double?
  private var wait = 0
  private var cooldownLeft = 0

  /// Creates the callback; defaults are Keras'.
  public init(
    monitor: Monitor = Monitor(), factor: Double = 0.1, patience: Int = 10, minDelta: Double = 1e-4,
    cooldown: Int = 0, minLearningRate: Double = 0
  ) {
    precondition(factor > 0 && factor < 1, "the factor is above 0 and below 1, not \(factor)")
    self.monitor = monitor
    self.factor = factor
    self.patience = patience
    self.minDelta = minDelta
    self.cooldown = cooldown
    self.minLearningRate = minLearningRate
  }

  /// Judges the epoch.
  public func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) throws {
    guard let monitor, let value = metrics.value(named: monitor.name) else { return }
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      wait = 0
    }
    if monitor.isBetter(value, than: best, by: minDelta) {
      best = value
      wait = 0
    } else if cooldownLeft == 0 {
      wait += 1
      guard wait >= patience, trainer.learningRate > minLearningRate else { return }
      trainer.learningRate = max(trainer.learningRate * factor, minLearningRate)
      cooldownLeft = cooldown
      wait = 0
    }
  }

  /// Everything but the options; the learning rate stands with the optimizer.
  public var state: JSON {
    .object([
      ("wait", .integer(wait)), ("best", best.map(JSON.number) ?? .null),
      ("cooldown", .integer(cooldownLeft)),
    ])
  }

  /// Goes on from a state.
  public func restore(state: JSON, weights: Parameters?) -> Bool {
    guard let wait = state["wait"]?.wholeNumber, let cooldown = state["cooldown"]?.wholeNumber else {
      return false
    }
    (self.wait, cooldownLeft, best) = (wait, cooldown, state["best"]?.realNumber)
    return true
  }
}
