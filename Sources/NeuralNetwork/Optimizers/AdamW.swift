/// Adam with a decay of the weights that stands beside the gradient: w ← w − ηλw, then Adam's step.
///
/// - Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019; `keras/src/optimizers/adamw.py`.
public struct AdamW: Optimizer {
  /// `adamw`
  public static let name = "adamw"
  private var adam: Adam

  /// η, 0.001 by default.
  public var learningRate: Double {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }
  /// λ, 0.004 by default.
  public var weightDecay: Double? {
    get { adam.weightDecay }
    set { adam.weightDecay = newValue }
  }

  /// Creates the rule; defaults are Keras'.
  public init(
    learningRate: Double = 0.001, weightDecay: Double? = 0.004, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-7
  ) {
    adam = Adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
  }

  /// m and v.
  public var slotNames: [String] { adam.slotNames }

  /// Moves a stretch of the weights by one step.
  public func update(_ stretch: ParameterStretch, step: Int) {
    adam.update(stretch, step: step)
  }
}
