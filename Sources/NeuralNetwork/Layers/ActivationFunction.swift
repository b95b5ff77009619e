/// The functions that follow a layer's sums, named as Keras names them.
public enum ActivationFunction: String, Sendable, Hashable, CaseIterable {
  /// g(x) = x.
  case linear
  /// g(x) = max(x, 0).
  case relu
  /// g(x) = min(max(x, 0), 6).
  case relu6
  /// g(x) = x where x > 0, else 0.2 x.
  case leakyRelu = "leaky_relu"
  /// g(x) = x where x > 0, else eˣ − 1.
  case elu
  /// g(x) = x Φ(x), Φ the normal distribution's: x (1 + erf(x / √2)) / 2.
  case gelu
  /// g(x) = 1 / (1 + e⁻ˣ).
  case sigmoid
  /// g(x) = tanh x.
  case tanh
  /// g(x) = log(1 + eˣ).
  case softplus
  /// g(x) = x / (1 + e⁻ˣ), also called SiLU.
  case swish
  /// g(x) = x min(max(x + 3, 0), 6) / 6, also called hard SiLU.
  case hardSwish = "hard_swish"
  /// g(x)ᵢ = e^xᵢ / Σ e^xⱼ over the last axis.
  case softmax

  /// The slope of `leakyRelu` below zero, as Keras has it for the function; its layer has another.
  public static let leakySlope = 0.2

  /// The function that Keras' JSON names, or nil; `swish` is also called `silu`, `hard_swish` `hard_silu`.
  public init?(kerasName: String) {
    switch kerasName {
    case "silu": self = .swish
    case "hard_silu": self = .hardSwish
    default: self.init(rawValue: kerasName)
    }
  }

  /// The name in Keras' JSON.
  public var kerasName: String {
    switch self {
    case .swish: "silu"
    case .hardSwish: "hard_silu"
    default: rawValue
    }
  }
}
