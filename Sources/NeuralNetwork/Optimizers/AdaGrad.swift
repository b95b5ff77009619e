/// AdaGrad: a ← a + g², w ← w − ηg / √(a + ε).
///
/// - Source: J. Duchi, E. Hazan, Y. Singer, JMLR 12 (2011); `keras/src/optimizers/adagrad.py`.
public struct AdaGrad: Optimizer {
  /// `adagrad`
  public static let name = "adagrad"
  /// η, 0.001 by default.
  public var learningRate: Double
  /// a before the first step, 0.1 by default.
  public var initialAccumulatorValue: Double
  /// ε, 10⁻⁷ by default.
  public var epsilon: Double
  /// λ, none by default.
  public var weightDecay: Double?

  /// Creates the rule; defaults are Keras'.
  public init(
    learningRate: Double = 0.001, initialAccumulatorValue: Double = 0.1, epsilon: Double = 1e-7,
    weightDecay: Double? = nil
  ) {
    precondition(initialAccumulatorValue >= 0, "an accumulator starts at 0 or above")
    self.learningRate = learningRate
    self.initialAccumulatorValue = initialAccumulatorValue
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// a.
  public var slotNames: [String] { ["accumulator"] }

  /// a before the first step.
  public var initialSlotValue: Float { Float(initialAccumulatorValue) }

  /// Moves a stretch of the weights by one step.
  public func update(_ stretch: ParameterStretch, step: Int) {
    stretch.decay(weightDecay, learningRate: learningRate)
    stretch.kernels.adaGrad(
      count: stretch.count, weights: stretch.weights, gradient: stretch.gradient,
      accumulators: stretch.slot(0), learningRate: Float(learningRate), epsilon: Float(epsilon))
  }
}
