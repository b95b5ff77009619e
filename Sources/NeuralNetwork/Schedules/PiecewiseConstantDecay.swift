/// η(s) = vᵢ for bᵢ₋₁ < s ≤ bᵢ: one value up to and with each boundary, the last one beyond them.
///
/// - Source: `PiecewiseConstantDecay`, `keras/src/optimizers/schedules/learning_rate_schedule.py`.
public struct PiecewiseConstantDecay: LearningRateSchedule, Hashable {
  /// b, increasing.
  public var boundaries: [Int]
  /// v, one more than boundaries.
  public var values: [Double]

  /// Creates the schedule.
  public init(boundaries: [Int], values: [Double]) {
    precondition(
      values.count == boundaries.count + 1,
      "\(boundaries.count) boundaries have \(boundaries.count + 1) values, not \(values.count)")
    precondition(zip(boundaries, boundaries.dropFirst()).allSatisfy { $0 < $1 }, "Boundaries increase")
    precondition(values.allSatisfy(isLearningRate), "Rates are finite and at least 0")
    self.boundaries = boundaries
    self.values = values
  }

  /// The value of the first boundary that is not before the step.
  public func learningRate(step: Int) -> Double {
    values[boundaries.firstIndex { step <= $0 } ?? boundaries.count]
  }

  /// `0.1 up to step 100, 0.01 up to step 200, then 0.001`
  public var description: String {
    let pieces = zip(values, boundaries).map { "\($0) up to step \($1)" }
    return (pieces + ["then \(values[values.count - 1])"]).joined(separator: ", ")
  }
}
