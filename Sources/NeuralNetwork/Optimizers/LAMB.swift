import Foundation

/// LAMB: w ← w − η ‖w‖ / ‖r‖ · r for each tensor, with Adam's direction r = m̂ / (√v̂ + ε), m̂ = m / (1 − β₁ᵗ),
/// v̂ = v / (1 − β₂ᵗ); the ratio of the norms is 1 where one of them is 0.
///
/// - Source: Y. You et al., "Large Batch Optimization for Deep Learning", ICLR 2020; `keras/src/optimizers/lamb.py`.
public struct LAMB: Optimizer {
  /// `lamb`
  public static let name = "lamb"
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

  /// Always.
  public var scalesByNorms: Bool { true }

  /// Works out r.
  public func direct(_ stretch: ParameterStretch, into direction: UnsafeMutablePointer<Float>, step: Int) {
    stretch.decay(weightDecay, learningRate: learningRate)
    stretch.kernels.lambDirection(
      count: stretch.count, gradient: stretch.gradient, momenta: stretch.slot(0), velocities: stretch.slot(1),
      direction: direction, momentumFactor: Float(1 / (1 - pow(beta1, Double(step)))),
      velocityFactor: Float(1 / (1 - pow(beta2, Double(step)))), oneMinusBeta1: Float(1 - beta1),
      oneMinusBeta2: Float(1 - beta2), epsilon: Float(epsilon))
  }

  /// A stretch by itself has no norms of its tensor.
  public func update(_ stretch: ParameterStretch, step: Int) {
    preconditionFailure("LAMB steps by the norms of whole tensors; the engine takes its direction")
  }
}
