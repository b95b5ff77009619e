import NeuralNetwork

/// What is done between the steps and epochs of a training, with Keras' meaning.
///
/// A callback sees the trainer, and may change its learning rate or end the training. What it remembers from epoch to
/// epoch is part of a checkpoint, so that a resumed training decides as one that was never stopped.
public protocol Callback: AnyObject {
  /// Tells callbacks apart in a checkpoint, such as `early_stopping`.
  var name: String { get }
  /// The metric that it watches, which must exist; nil for none.
  var monitor: Monitor? { get }

  /// Called before the first step, also of a resumed training.
  func trainingBegan(_ trainer: Trainer) throws
  /// Called before the first step of an epoch, counted from 0.
  func epochBegan(_ epoch: Int, _ trainer: Trainer) throws
  /// Called after every step. Nothing that takes long.
  func stepEnded(_ trainer: Trainer) throws
  /// Called after the validation of an epoch.
  func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) throws
  /// Called when the training has come to its end, by itself or by a callback, but not where it was interrupted.
  func trainingEnded(_ trainer: Trainer) throws

  /// What it remembers; `null` for nothing.
  var state: JSON { get }
  /// Weights that it remembers.
  var weights: Parameters? { get }
  /// Takes back what it remembered.
  ///
  /// - Returns: Whether the state was one of its own.
  func restore(state: JSON, weights: Parameters?) -> Bool
}

extension Callback {
  /// None.
  public var monitor: Monitor? { nil }
  /// Does nothing.
  public func trainingBegan(_ trainer: Trainer) throws {}
  /// Does nothing.
  public func epochBegan(_ epoch: Int, _ trainer: Trainer) throws {}
  /// Does nothing.
  public func stepEnded(_ trainer: Trainer) throws {}
  /// Does nothing.
  public func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) throws {}
  /// Does nothing.
  public func trainingEnded(_ trainer: Trainer) throws {}
  /// Nothing.
  public var state: JSON { .null }
  /// None.
  public var weights: Parameters? { nil }
  /// There is nothing to restore.
  public func restore(state: JSON, weights: Parameters?) -> Bool { state.isNull }
}
