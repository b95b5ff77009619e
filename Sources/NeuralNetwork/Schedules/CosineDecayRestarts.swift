import Foundation

/// η(s) = η₀((1 − α) ½ mᵏ(1 + cos πc) + α) in period k, c of which has passed: the cosine begins anew, again and again.
///
/// Period 0 has n steps, each later one t times as many as that before, and begins at m times its height.
///
/// - Source: `CosineDecayRestarts`, `keras/src/optimizers/schedules/learning_rate_schedule.py`; I. Loshchilov,
///   F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017. Keras takes k from a quotient of
///   logarithms, which may come out just below a whole number at the first step of a period, and then gives that step
///   the rate of the last period's end; here k is exact.
public struct CosineDecayRestarts: LearningRateSchedule, Hashable {
  /// η₀
  public var initialLearningRate: Double
  /// n, the steps of the first period.
  public var firstDecaySteps: Int
  /// t, 2 by default.
  public var tMul: Double
  /// m, 1 by default.
  public var mMul: Double
  /// α, 0 by default.
  public var alpha: Double

  /// Creates the schedule; defaults are Keras'.
  public init(
    initialLearningRate: Double, firstDecaySteps: Int, tMul: Double = 2, mMul: Double = 1, alpha: Double = 0
  ) {
    precondition(
      isLearningRate(initialLearningRate), "A rate is finite and at least 0, not \(initialLearningRate)")
    precondition(firstDecaySteps > 0, "A period has at least one step, not \(firstDecaySteps)")
    precondition(tMul >= 1 && tMul.isFinite, "Periods do not become shorter: tMul is at least 1, not \(tMul)")
    precondition(mMul > 0 && mMul <= 1, "mMul is above 0 and at most 1, not \(mMul)")
    precondition(alpha >= 0 && alpha <= 1, "α is from 0 to 1, not \(alpha)")
    self.initialLearningRate = initialLearningRate
    self.firstDecaySteps = firstDecaySteps
    self.tMul = tMul
    self.mMul = mMul
    self.alpha = alpha
  }

  /// The cosine of the step's period.
  public func learningRate(step: Int) -> Double {
    let (period, part) = place(of: Double(step) / Double(firstDecaySteps))
    let wave = 0.5 * pow(mMul, period) * (1 + cos(.pi * part))
    return initialLearningRate * ((1 - alpha) * wave + alpha)
  }

  /// The period, and how much of it has passed.
  ///
  /// - Parameter position: Steps in lengths of the first period.
  private func place(of position: Double) -> (period: Double, part: Double) {
    guard tMul > 1 else {
      let period = position.rounded(.down)
      return (period, position - period)
    }
    // The logarithms' quotient is right but for its rounding.
    var period = (log(1 + position * (tMul - 1)) / log(tMul)).rounded(.down)
    if start(ofPeriod: period + 1) <= position { period += 1 }
    if start(ofPeriod: period) > position { period -= 1 }
    return (period, (position - start(ofPeriod: period)) / pow(tMul, period))
  }

  /// 1 + t + ... + tᵏ⁻¹
  private func start(ofPeriod period: Double) -> Double { (pow(tMul, period) - 1) / (tMul - 1) }

  /// `cosine from 0.001 to 0.0 of it in 500 steps, then anew with 2.0 times the steps and 1.0 times the height`
  public var description: String {
    "cosine from \(initialLearningRate) to \(alpha) of it in \(firstDecaySteps) steps, then anew with "
      + "\(tMul) times the steps and \(mMul) times the height"
  }
}
