/// A metric that a callback watches, and which way it improves.
public struct Monitor: Hashable, Sendable {
  /// Which way a metric improves.
  public enum Mode: String, Sendable, CaseIterable {
    /// `max` for an accuracy, else `min`.
    case auto
    /// Lower is better.
    case min
    /// Higher is better.
    case max
  }

  /// The metric's name: `loss`, `accuracy`, `val_loss`, `val_accuracy` or `learning_rate`.
  public var name: String
  /// Which way it improves.
  public var mode: Mode

  /// Describes what to watch: by default the loss on the validation data.
  public init(_ name: String = "val_loss", mode: Mode = .auto) {
    self.name = name
    self.mode = mode
  }

  /// Whether higher is better.
  public var isHigherBetter: Bool {
    switch mode {
    case .auto: name.hasSuffix("accuracy")
    case .min: false
    case .max: true
    }
  }

  /// Whether a value is better than another by more than `delta`.
  func isBetter(_ value: Double, than other: Double?, by delta: Double) -> Bool {
    guard let other else { return true }
    return isHigherBetter ? value - delta > other : value + delta < other
  }

  /// Refuses a name that is no metric of the training.
  public func require(hasValidation: Bool) throws(TrainingError) {
    let known = EpochMetrics.names.filter { hasValidation || !$0.hasPrefix("val_") }
    guard known.contains(name) else { throw .monitor(found: name, known: known) }
  }
}

extension EpochMetrics {
  /// The names of the metrics, as Keras has them.
  public static let names = ["loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"]

  /// A metric by its name; nil where there is no validation data.
  public func value(named name: String) -> Double? {
    switch name {
    case "loss": loss
    case "accuracy": accuracy
    case "val_loss": validationLoss
    case "val_accuracy": validationAccuracy
    case "learning_rate": learningRate
    default: nil
    }
  }
}
