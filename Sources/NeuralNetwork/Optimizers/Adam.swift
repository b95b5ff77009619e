import Foundation

/// Adam: m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − αm / (√v + ε), with
/// α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ) at step t.
///
/// - Source: D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, in the form before
///   section 2.1 that Keras uses (ε beside the uncorrected root); `keras/src/optimizers/adam.py`.
public struct Adam: Optimizer {
  /// `adam`
  public static let name = "adam"
  /// η, 0.001 by default.
  public var learningRate: Double
  /// β₁, 0.9 by default.
  public var beta1: Double
  /// β₂, 0.999 by default.
  public var beta2: Double
  /// ε, 10⁻⁷ by default.
  public var epsilon: Double
  /// λ, none by default.
  public var weightDecay: Double?

  /// Creates the rule; defaults are Keras'.
  public init(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    weightDecay: Double? = nil
  ) {
    precondition(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1, "β₁ and β₂ are at least 0 and below 1")
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// m and v.
  public var slotNames: [String] { ["momentum", "velocity"] }

  /// Moves a stretch of the weights by one step.
  public func update(_ stretch: ParameterStretch, step: Int) {
    let alpha = learningRate * (1 - pow(beta2, Double(step))).squareRoot() / (1 - pow(beta1, Double(step)))
    stretch.decay(weightDecay, learningRate: learningRate)
    stretch.kernels.adam(
      count: stretch.count, weights: stretch.weights, gradient: stretch.gradient, momenta: stretch.slot(0),
      velocities: stretch.slot(1), alpha: Float(alpha), oneMinusBeta1: Float(1 - beta1),
      oneMinusBeta2: Float(1 - beta2), epsilon: Float(epsilon))
  }
}
