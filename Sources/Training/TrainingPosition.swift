/// How far a training is: all that it needs to go on besides weights, slots and what callbacks remember.
///
/// Random numbers and the order of the samples are functions of the seed and the step, so there is no state of theirs.
public struct TrainingPosition: Sendable, Hashable {
  /// The steps that were taken, of all epochs.
  public var steps = 0
  /// The epochs that are finished.
  public var epochs = 0
  /// The steps that were taken of the epoch after those.
  public var stepsInEpoch = 0
  /// The sum of the losses of that epoch's samples so far.
  public var lossSum = 0.0
  /// How many of them were right.
  public var correct = 0
  /// How many there were.
  public var samples = 0

  /// The start.
  public init() {}
}
