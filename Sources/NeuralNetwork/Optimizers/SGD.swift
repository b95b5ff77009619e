/// Gradient descent: w ← w − ηg; with momentum m ← μm − ηg, w ← w + m; in Nesterov's form w ← w + μm − ηg.
///
/// - Source: `keras/src/optimizers/sgd.py`: the learning rate is inside the momentum.
public struct SGD: Optimizer {
  /// `sgd`
  public static let name = "sgd"
  /// η, 0.01 by default.
  public var learningRate: Double
  /// μ, 0 by default.
  public var momentum: Double
  /// Whether the gradient is taken where the momentum leads.
  public var nesterov: Bool
  /// λ, none by default.
  public var weightDecay: Double?

  /// Creates the rule; defaults are Keras'.
  public init(
    learningRate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double? = nil
  ) {
    precondition(momentum >= 0 && momentum <= 1, "momentum is 0 to 1, not \(momentum)")
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  /// The momentum, if there is one.
  public var slotNames: [String] { momentum == 0 ? [] : ["momentum"] }

  /// Moves a stretch of the weights by one step.
  public func update(_ stretch: ParameterStretch, step: Int) {
    stretch.decay(weightDecay, learningRate: learningRate)
    if momentum == 0 {
      stretch.kernels.gradientDescent(
        count: stretch.count, weights: stretch.weights, gradient: stretch.gradient,
        learningRate: Float(learningRate))
    } else {
      stretch.kernels.momentum(
        count: stretch.count, weights: stretch.weights, gradient: stretch.gradient, momenta: stretch.slot(0),
        learningRate: Float(learningRate), momentum: Float(momentum), nesterov: nesterov)
    }
  }
}
