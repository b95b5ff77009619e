import Foundation

/// η(s) = η₀ · fᵏ with k = ⌊s / n⌋: after every n steps the rate is multiplied by a factor.
///
/// - Source: PyTorch's `StepLR`, `torch/optim/lr_scheduler.py`, whose `step_size` is n and `gamma` is f.
public struct StepDecay: LearningRateSchedule, Hashable {
  /// η₀
  public var initialLearningRate: Double
  /// n, the steps between two drops.
  public var decaySteps: Int
  /// f, 0.1 by default.
  public var factor: Double

  /// Creates the schedule.
  public init(initialLearningRate: Double, decaySteps: Int, factor: Double = 0.1) {
    precondition(
      isLearningRate(initialLearningRate), "A rate is finite and at least 0, not \(initialLearningRate)")
    precondition(decaySteps > 0, "Decay takes at least one step, not \(decaySteps)")
    precondition(factor > 0 && factor <= 1, "The factor is above 0 and at most 1, not \(factor)")
    self.initialLearningRate = initialLearningRate
    self.decaySteps = decaySteps
    self.factor = factor
  }

  /// η₀ · fᵏ
  public func learningRate(step: Int) -> Double {
    initialLearningRate * pow(factor, Double(step / decaySteps))
  }

  /// `0.001, times 0.1 after every 500 steps`
  public var description: String { "\(initialLearningRate), times \(factor) after every \(decaySteps) steps" }
}
