import Foundation

/// One rise and one fall: by half waves of the cosine from η/d up to η, then down to η/(d·e), in n steps.
///
/// The rise ends at step pn − 1, the fall at step n − 1; between a at step i and b at step j the rate is
/// b + ½(a − b)(1 + cos(π(s − i) / (j − i))).
///
/// - Source: PyTorch's `OneCycleLR` with two phases, `torch/optim/lr_scheduler.py`, of which momentum is no part here;
///   L. N. Smith, N. Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates",
///   arXiv:1708.07120.
public struct OneCycle: LearningRateSchedule, Hashable {
  /// η
  public var maximalLearningRate: Double
  /// n
  public var totalSteps: Int
  /// p, the part of the steps in which the rate rises, 0.3 by default.
  public var warmupFraction: Double
  /// d, 25 by default.
  public var divisionFactor: Double
  /// e, 10,000 by default.
  public var finalDivisionFactor: Double

  /// Creates the schedule; defaults are PyTorch's.
  public init(
    maximalLearningRate: Double, totalSteps: Int, warmupFraction: Double = 0.3, divisionFactor: Double = 25,
    finalDivisionFactor: Double = 10_000
  ) {
    precondition(
      isLearningRate(maximalLearningRate), "A rate is finite and at least 0, not \(maximalLearningRate)")
    precondition(totalSteps > 0, "A cycle has at least one step, not \(totalSteps)")
    precondition(
      warmupFraction >= 0 && warmupFraction <= 1, "The rise is a part from 0 to 1, not \(warmupFraction)")
    precondition(
      divisionFactor >= 1 && divisionFactor.isFinite, "The divisor is at least 1, not \(divisionFactor)")
    precondition(
      finalDivisionFactor > 0 && finalDivisionFactor.isFinite,
      "The divisor is above 0, not \(finalDivisionFactor)")
    self.maximalLearningRate = maximalLearningRate
    self.totalSteps = totalSteps
    self.warmupFraction = warmupFraction
    self.divisionFactor = divisionFactor
    self.finalDivisionFactor = finalDivisionFactor
  }

  /// The rise's wave, then the fall's.
  public func learningRate(step: Int) -> Double {
    let initial = maximalLearningRate / divisionFactor
    let (step, last) = (Double(min(step, totalSteps - 1)), Double(totalSteps - 1))
    let top = warmupFraction * Double(totalSteps) - 1
    if step <= top { return wave(from: initial, to: maximalLearningRate, at: step, end: top) }
    // PyTorch's form where pn is below 1: there is no rise, and the fall has begun before step 0.
    return wave(
      from: maximalLearningRate, to: initial / finalDivisionFactor, at: step - top, end: last - top)
  }

  private func wave(from start: Double, to end: Double, at step: Double, end length: Double) -> Double {
    let part = length > 0 ? step / length : 1
    return end + (start - end) / 2 * (1 + cos(.pi * part))
  }

  /// `one cycle of 1000 steps: up to 0.001 in 0.3 of them from it over 25.0, then down to that over 10000.0`
  public var description: String {
    "one cycle of \(totalSteps) steps: up to \(maximalLearningRate) in \(warmupFraction) of them from it over "
      + "\(divisionFactor), then down to that over \(finalDivisionFactor)"
  }
}
