import Foundation

/// η(s) = η₀((1 − α) ½(1 + cos(π min(s, n) / n)) + α): half a wave of the cosine, from η₀ to αη₀ in n steps.
///
/// With a warm-up target η₁ the rate goes in a straight line from η₀ to η₁ in w steps first,
/// η(s) = η₀ + (η₁ − η₀) s / w, and then from η₁ to αη₁ in n more.
///
/// - Source: `CosineDecay`, `keras/src/optimizers/schedules/learning_rate_schedule.py`; I. Loshchilov, F. Hutter,
///   "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017.
public struct CosineDecay: LearningRateSchedule, Hashable {
  /// η₀
  public var initialLearningRate: Double
  /// n, the steps after the warm-up.
  public var decaySteps: Int
  /// α, 0 by default.
  public var alpha: Double
  /// η₁, none by default: no warm-up.
  public var warmupTarget: Double?
  /// w, 0 by default; it has no meaning without a target.
  public var warmupSteps: Int

  /// Creates the schedule; defaults are Keras'.
  public init(
    initialLearningRate: Double, decaySteps: Int, alpha: Double = 0, warmupTarget: Double? = nil,
    warmupSteps: Int = 0
  ) {
    precondition(
      isLearningRate(initialLearningRate), "A rate is finite and at least 0, not \(initialLearningRate)")
    precondition(isLearningRate(warmupTarget ?? 0), "A rate is finite and at least 0")
    precondition(decaySteps > 0, "Decay takes at least one step, not \(decaySteps)")
    precondition(alpha >= 0 && alpha <= 1, "α is from 0 to 1, not \(alpha)")
    precondition(warmupSteps >= 0, "A warm-up has no negative length: \(warmupSteps)")
    self.initialLearningRate = initialLearningRate
    self.decaySteps = decaySteps
    self.alpha = alpha
    self.warmupTarget = warmupTarget
    self.warmupSteps = warmupSteps
  }

  /// The warm-up's line, then the cosine.
  public func learningRate(step: Int) -> Double {
    guard let warmupTarget else { return decay(from: initialLearningRate, step: step) }
    guard step < warmupSteps else { return decay(from: warmupTarget, step: step - warmupSteps) }
    let part = Double(step) / Double(warmupSteps)
    return (warmupTarget - initialLearningRate) * part + initialLearningRate
  }

  private func decay(from start: Double, step: Int) -> Double {
    let part = Double(min(step, decaySteps)) / Double(decaySteps)
    return start * ((1 - alpha) * 0.5 * (1 + cos(.pi * part)) + alpha)
  }

  /// `cosine from 0.001 to 0.0 of it in 500 steps`
  public var description: String {
    let start = warmupTarget ?? initialLearningRate
    let warmup = warmupTarget.map { "\(initialLearningRate) to \($0) in \(warmupSteps) steps, then " } ?? ""
    return "\(warmup)cosine from \(start) to \(alpha) of it in \(decaySteps) steps"
  }
}
