import LinearAlgebra

/// Each row with a mean of 0 and a variance of 1, scaled and moved: y = γ · (x − μ) / √(σ² + ε) + β.
///
/// μ and σ² are the mean and the biased variance of the last axis, taken for each of its rows alone.
///
/// - Shapes: input and output (N, ..., C), γ and β (C,).
/// - Source: Ba, Kiros and Hinton, "Layer Normalization", 2016.
public struct LayerNormalization: Layer {
  /// The name of Keras' class.
  public static let className = "LayerNormalization"

  /// Keras notes its input.
  public static let isBuiltFromInput = true

  /// The layer's name in its model.
  public var name: String
  /// The axis to normalize over, the last one: −1, or its number where the batch's axis is 0.
  public let axis: Int
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

  /// Creates the layer; arguments and defaults are Keras'.
  public init(
    axis: Int = -1, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
    betaInitializer: Initializer = .zeros, gammaInitializer: Initializer = .ones, name: String? = nil
  ) {
    precondition(epsilon >= 0, "An epsilon is at least 0, not \(epsilon)")
    self.axis = axis
    self.epsilon = epsilon
    self.center = center
    self.scale = scale
    self.betaInitializer = betaInitializer
    self.gammaInitializer = gammaInitializer
    self.name = name ?? ""
  }

  /// The input's shape.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    try requireLastAxis(axis, of: input)
    return input
  }

  /// γ and β.
  public func parameters(for input: Shape) -> [ParameterDescription] {
    let gamma = ParameterDescription(suffix: "gamma", shape: [input[-1]], initializer: gammaInitializer)
    let beta = ParameterDescription(suffix: "beta", shape: [input[-1]], initializer: betaInitializer)
    return (scale ? [gamma] : []) + (center ? [beta] : [])
  }
}

extension LayerNormalization {
  /// The arguments as Keras writes them.
  public var configuration: [JSON.Member] {
    [
      ("axis", [.integer(axis)]), ("epsilon", .number(epsilon)), ("center", .boolean(center)),
      ("scale", .boolean(scale)), ("rms_scaling", false), ("beta_initializer", betaInitializer.json),
      ("gamma_initializer", gammaInitializer.json), ("beta_regularizer", nil), ("gamma_regularizer", nil),
      ("beta_constraint", nil), ("gamma_constraint", nil),
    ]
  }

  /// Creates the layer from the configuration that Keras wrote.
  public init(configuration: LayerConfiguration) throws(ModelError) {
    try configuration.require("rms_scaling", is: false)
    self.init(
      axis: try configuration.axis("axis"),
      epsilon: try configuration.number("epsilon", in: 0...1e30, default: 1e-3),
      center: try configuration.boolean("center", default: true),
      scale: try configuration.boolean("scale", default: true),
      betaInitializer: try configuration.initializer("beta_initializer", default: .zeros),
      gammaInitializer: try configuration.initializer("gamma_initializer", default: .ones),
      name: configuration.name)
  }
}
