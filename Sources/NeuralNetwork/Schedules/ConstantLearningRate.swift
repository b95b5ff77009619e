/// η(s) = η₀: the same rate at every step.
public struct ConstantLearningRate: LearningRateSchedule, Hashable {
  /// η₀
  public var value: Double

  /// Creates the schedule.
  public init(_ value: Double) {
    precondition(isLearningRate(value), "A learning rate is finite and at least 0, not \(value)")
    self.value = value
  }

  /// η₀, whichever step.
  public func learningRate(step: Int) -> Double { value }

  /// `0.001 at every step`
  public var description: String { "\(value) at every step" }
}
