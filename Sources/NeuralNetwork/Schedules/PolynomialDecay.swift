import Foundation

/// η(s) = (η₀ − η₁)(1 − min(s, n) / n)ᵖ + η₁: from η₀ to η₁ in n steps.
///
/// With `cycle` the rate begins anew where it reached η₁, each time in a length that ends at the next multiple of n:
/// instead of n stands n · max(1, ⌈s / n⌉).
///
/// - Source: `PolynomialDecay`, `keras/src/optimizers/schedules/learning_rate_schedule.py`.
public struct PolynomialDecay: LearningRateSchedule, Hashable {
  /// η₀
  public var initialLearningRate: Double
  /// n
  public var decaySteps: Int
  /// η₁, 0.0001 by default.
  public var endLearningRate: Double
  /// p, 1 by default, which is a straight line.
  public var power: Double
  /// Whether the rate begins anew beyond n steps, false by default.
  public var cycle: Bool

  /// Creates the schedule; defaults are Keras'.
  public init(
    initialLearningRate: Double, decaySteps: Int, endLearningRate: Double = 0.0001, power: Double = 1,
    cycle: Bool = false
  ) {
    precondition(
      isLearningRate(initialLearningRate), "A rate is finite and at least 0, not \(initialLearningRate)")
    precondition(isLearningRate(endLearningRate), "A rate is finite and at least 0, not \(endLearningRate)")
    precondition(decaySteps > 0, "Decay takes at least one step, not \(decaySteps)")
    precondition(power > 0 && power.isFinite, "The power is above 0, not \(power)")
    self.initialLearningRate = initialLearningRate
    self.decaySteps = decaySteps
    self.endLearningRate = endLearningRate
    self.power = power
    self.cycle = cycle
  }

  /// (η₀ − η₁)(1 − s / n)ᵖ + η₁
  public func learningRate(step: Int) -> Double {
    let (step, length) = (Double(step), Double(decaySteps))
    let multiple = cycle ? max(1, (step / length).rounded(.up)) : 1
    let part = min(step, length * multiple) / (length * multiple)
    return (initialLearningRate - endLearningRate) * pow(1 - part, power) + endLearningRate
  }

  /// `0.001 to 0.0001 in 500 steps, power 1.0`
  public var description: String {
    "\(initialLearningRate) to \(endLearningRate) in \(decaySteps) steps, power \(power)\(cycle ? ", in cycles" : "")"
  }
}
