/// Lion: w ← w − η sign(β₁ m + (1 − β₁) g), then m ← β₂ m + (1 − β₂) g.
///
/// - Source: X. Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023; `keras/src/optimizers/lion.py`.
public struct Lion: Optimizer {
  /// `lion`
  public static let name = "lion"
  /// η, 0.001 by default.
  public var learningRate: Double
  /// β₁, 0.9 by default.
  public var beta1: Double
  /// β₂, 0.99 by default.
  public var beta2: Double
  /// λ, none by default.
  public var weightDecay: Double?

  /// Creates the rule; defaults are Keras'.
  public init(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.99, weightDecay: Double? = nil
  ) {
    precondition(beta1 > 0 && beta1 <= 1 && beta2 >= 0 && beta2 <= 1, "β₁ and β₂ are from 0 to 1")
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
  }

  /// m.
  public var slotNames: [String] { ["momentum"] }

  /// Moves a stretch of the weights by one step.
  public func update(_ stretch: ParameterStretch, step: Int) {
    stretch.decay(weightDecay, learningRate: learningRate)
    stretch.kernels.lion(
      count: stretch.count, weights: stretch.weights, gradient: stretch.gradient, momenta: stretch.slot(0),
      learningRate: Float(learningRate), beta1: Float(beta1), oneMinusBeta1: Float(1 - beta1),
      beta2: Float(beta2), oneMinusBeta2: Float(1 - beta2))
  }
}
