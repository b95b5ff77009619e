/// What one epoch came to.
public struct EpochMetrics: Sendable, Hashable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The mean loss over the epoch's training samples, each as it was before its step.
  public let loss: Double
  /// The fraction of the epoch's training samples that were right before their step.
  public let accuracy: Double
  /// The mean loss over the validation samples.
  public let validationLoss: Double?
  /// The fraction of the validation samples that are right.
  public let validationAccuracy: Double?
  /// The learning rate.
  public let learningRate: Double
  /// Training samples per second, validation not counted.
  public let imagesPerSecond: Double
  /// Seconds, validation included.
  public let seconds: Double
  /// The SHA-256 of the weights.
  public let weightsSHA256: String
}

/// How far an epoch is.
public struct StepProgress: Sendable, Hashable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The steps of this epoch that are done.
  public let step: Int
  /// The steps of an epoch.
  public let stepCount: Int
  /// The mean loss so far.
  public let loss: Double
  /// The accuracy so far.
  public let accuracy: Double
  /// Training samples per second so far.
  public let imagesPerSecond: Double
}
