/// The functions that follow a layer's sums, named as Keras names them.
public enum ActivationFunction: String, Sendable, Hashable, CaseIterable {
  /// g(x) = x.
  case linear
  /// g(x) = max(x, 0).
  case relu
  /// g(x) = 1 / (1 + e⁻ˣ).
  case sigmoid
  /// g(x) = tanh x.
  case tanh
  /// g(x) = x / (1 + e⁻ˣ), also called SiLU.
  case swish
  /// g(x)ᵢ = e^xᵢ / Σ e^xⱼ over the last axis.
  case softmax

  /// The function that Keras' JSON names, or nil; `swish` is also called `silu`.
  public init?(kerasName: String) {
    self.init(rawValue: kerasName == "silu" ? "swish" : kerasName)
  }

  /// The name in Keras' JSON.
  public var kerasName: String { self == .swish ? "silu" : rawValue }
}
