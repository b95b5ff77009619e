/// RMSprop: v ← ρv + (1 − ρ)g², w ← w − ηg / √(v + ε); with momentum m ← μm + ηg / √(v + ε), w ← w − m.
///
/// - Source: T. Tieleman, G. Hinton, Coursera lecture 6.5 (2012); `keras/src/optimizers/rmsprop.py`: ε inside the root.
public struct RMSprop: Optimizer {
  /// `rmsprop`
  public static let name = "rmsprop"
  /// η, 0.001 by default.
  public var learningRate: Double
  /// ρ, 0.9 by default.
  public var rho: Double
  /// μ, 0 by default.
  public var momentum: Double
  /// ε, 10⁻⁷ by default.
  public var epsilon: Double
  /// λ, none by default.
  public var weightDecay: Double?

  /// Creates the rule; defaults are Keras'.
  public init(
    learningRate: Double = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
    weightDecay: Double? = nil
  ) {
    precondition(momentum >= 0 && momentum <= 1, "momentum is 0 to 1, not \(momentum)")
    self.learningRate = learningRate
    self.rho = rho
    self.momentum = momentum
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// v, and m if there is a momentum.
  public var slotNames: [String] { momentum == 0 ? ["velocity"] : ["velocity", "momentum"] }

  /// Moves a stretch of the weights by one step.
  public func update(_ stretch: ParameterStretch, step: Int) {
    stretch.decay(weightDecay, learningRate: learningRate)
    stretch.kernels.rmsprop(
      count: stretch.count, weights: stretch.weights, gradient: stretch.gradient, velocities: stretch.slot(0),
      momenta: momentum == 0 ? nil : stretch.slot(1), learningRate: Float(learningRate), rho: Float(rho),
      oneMinusRho: Float(1 - rho), momentum: Float(momentum), epsilon: Float(epsilon))
  }
}
