import Foundation

/// Nadam: Adam with Nesterov's momentum, w ← w − η m̂ / (√v̂ + ε) with
/// m̂ = uₜ₊₁ m / (1 − Uₜ₊₁) + (1 − uₜ) g / (1 − Uₜ), uₜ = β₁ (1 − 0.96ᵗ / 2), Uₜ = u₁ u₂ ⋯ uₜ, v̂ = v / (1 − β₂ᵗ).
///
/// - Source: T. Dozat, "Incorporating Nesterov Momentum into Adam", 2016; `keras/src/optimizers/nadam.py`.
public struct Nadam: Optimizer {
  /// `nadam`
  public static let name = "nadam"
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
    let (now, next) = (schedule(step), schedule(step + 1))
    let product = productOfSchedule(step)
    stretch.decay(weightDecay, learningRate: learningRate)
    stretch.kernels.nadam(
      count: stretch.count, weights: stretch.weights, gradient: stretch.gradient, momenta: stretch.slot(0),
      velocities: stretch.slot(1), momentumFactor: Float(learningRate * next / (1 - product * next)),
      gradientFactor: Float(learningRate * (1 - now) / (1 - product)),
      velocityFactor: Float(1 / (1 - pow(beta2, Double(step)))), oneMinusBeta1: Float(1 - beta1),
      oneMinusBeta2: Float(1 - beta2), epsilon: Float(epsilon))
  }

  /// uₜ.
  private func schedule(_ step: Int) -> Double {
    beta1 * (1 - 0.5 * pow(0.96, Double(step)))
  }

  /// Uₜ, which is nothing beside 1 after some hundred steps.
  private func productOfSchedule(_ step: Int) -> Double {
    var (product, power) = (1.0, 1.0)
    for _ in 0..<step {
      power *= 0.96
      product *= beta1 * (1 - 0.5 * power)
      if product < 1e-18 { return 0 }
    }
    return product
  }
}
