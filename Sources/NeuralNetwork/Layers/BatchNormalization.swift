import LinearAlgebra

/// Each channel with a mean of 0 and a variance of 1, scaled and moved: y = γ · (x − μ) / √(σ² + ε) + β.
///
/// While training, μ and σ² are the mean and the biased variance of a channel over the whole batch; otherwise they are
/// moving averages of those, which each training step takes from m to m · momentum + batch · (1 − momentum).
///
/// - Shapes: input and output (N, ..., C), the four parameters (C,).
/// - Source: Ioffe and Szegedy, "Batch Normalization", 2015.
public struct BatchNormalization: Layer {
  /// The name of Keras' class.
  public static let className = "BatchNormalization"

  /// The layer's name in its model.
  public var name: String
  /// The axis of the channels, the last one: −1, or its number where the batch's axis is 0.
  public let axis: Int
  /// The part of the moving averages that a step leaves.
  public let momentum: Double
  /// What is added to the variance, ε.
  public let epsilon: Double
  /// Whether there is a β.
  public let center: Bool
  /// Whether there is a γ.
  public let scale: Bool
  /// How β starts.
  public let betaInitializer: Initializer
  /// How γ starts.
  public let gammaInitializer: Initializer
  /// How the moving mean starts.
  public let movingMeanInitializer: Initializer
  /// How the moving variance starts.
  public let movingVarianceInitializer: Initializer

  /// Creates the layer; arguments and defaults are Keras'.
  public init(
    axis: Int = -1, momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
    betaInitializer: Initializer = .zeros, gammaInitializer: Initializer = .ones,
    movingMeanInitializer: Initializer = .zeros, movingVarianceInitializer: Initializer = .ones,
    name: String? = nil
  ) {
    precondition(momentum >= 0 && momentum <= 1, "A momentum is from 0 to 1, not \(momentum)")
    precondition(epsilon >= 0, "An epsilon is at least 0, not \(epsilon)")
    self.axis = axis
    self.momentum = momentum
    self.epsilon = epsilon
    self.center = center
    self.scale = scale
    self.betaInitializer = betaInitializer
    self.gammaInitializer = gammaInitializer
    self.movingMeanInitializer = movingMeanInitializer
    self.movingVarianceInitializer = movingVarianceInitializer
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    try requireLastAxis(axis, of: input)
    return input
  }

  /// γ, β, the moving mean and the moving variance; the last two are not trainable.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    func vector(_ suffix: String, _ initializer: Initializer, isTrainable: Bool = true)
      -> ParameterDescription
    {
      ParameterDescription(
        suffix: suffix, shape: [input[-1]], initializer: initializer, isTrainable: isTrainable)
    }
    return (scale ? [vector("gamma", gammaInitializer)] : [])
      + (center ? [vector("beta", betaInitializer)] : [])
      + [
        vector("moving_mean", movingMeanInitializer, isTrainable: false),
        vector("moving_variance", movingVarianceInitializer, isTrainable: false),
      ]
  }
}

extension BatchNormalization {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("axis", .integer(axis)), ("momentum", .number(momentum)), ("epsilon", .number(epsilon)),
      ("center", .boolean(center)), ("scale", .boolean(scale)), ("beta_initializer", betaInitializer.json),
      ("gamma_initializer", gammaInitializer.json),
      ("moving_mean_initializer", movingMeanInitializer.json),
      ("moving_variance_initializer", movingVarianceInitializer.json), ("beta_regularizer", nil),
      ("gamma_regularizer", nil), ("beta_constraint", nil), ("gamma_constraint", nil),
      ("synchronized", false), ("renorm", false), ("renorm_clipping", nil),
      ("renorm_momentum", .number(0.99)),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  ///
  /// The statistics are those of the whole batch, whether Keras synchronizes its devices or not.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    configuration.ignore("synchronized")
    try configuration.require("renorm", is: false)
    configuration.ignore("renorm_momentum")
    self.init(
      axis: try configuration.axis("axis"),
      momentum: try configuration.number("momentum", in: 0...1, default: 0.99),
      epsilon: try configuration.number("epsilon", in: 0...1e30, default: 1e-3),
      center: try configuration.boolean("center", default: true),
      scale: try configuration.boolean("scale", default: true),
      betaInitializer: try configuration.initializer("beta_initializer", default: .zeros),
      gammaInitializer: try configuration.initializer("gamma_initializer", default: .ones),
      movingMeanInitializer: try configuration.initializer("moving_mean_initializer", default: .zeros),
      movingVarianceInitializer: try configuration.initializer("moving_variance_initializer", default: .ones),
      name: configuration.name)
  }
}
