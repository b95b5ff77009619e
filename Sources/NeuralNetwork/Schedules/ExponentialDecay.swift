import Foundation

/// η(s) = η₀ · rᵖ with p = s / n, or p = ⌊s / n⌋ in a staircase.
///
/// - Source: `ExponentialDecay`, `keras/src/optimizers/schedules/learning_rate_schedule.py`.
public struct ExponentialDecay: LearningRateSchedule, Hashable {
  /// η₀
  public var initialLearningRate: Double
  /// n, the steps in which the rate is multiplied by r once.
  public var decaySteps: Int
  /// r
  public var decayRate: Double
  /// Whether the rate stays for n steps and drops then, false by default.
  public var staircase: Bool

  /// Creates the schedule.
  public init(initialLearningRate: Double, decaySteps: Int, decayRate: Double, staircase: Bool = false) {
    precondition(
      isLearningRate(initialLearningRate), "A rate is finite and at least 0, not \(initialLearningRate)")
    precondition(decaySteps > 0, "Decay takes at least one step, not \(decaySteps)")
    precondition(decayRate > 0 && decayRate <= 1, "The decay rate is above 0 and at most 1, not \(decayRate)")
    self.initialLearningRate = initialLearningRate
    self.decaySteps = decaySteps
    self.decayRate = decayRate
    self.staircase = staircase
  }

  /// η₀ · rᵖ
  public func learningRate(step: Int) -> Double {
    let p = Double(step) / Double(decaySteps)
    return initialLearningRate * pow(decayRate, staircase ? p.rounded(.down) : p)
  }

  /// `0.001, times 0.96 in every 500 steps`
  public var description: String {
    "\(initialLearningRate), times \(decayRate) in every \(decaySteps) steps\(staircase ? ", as a staircase" : "")"
  }
}
