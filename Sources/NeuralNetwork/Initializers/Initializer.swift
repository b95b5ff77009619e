/// How a parameter starts.
public enum Initializer: Hashable, Sendable {
  /// Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010).
  case glorotUniform
  /// Normal with σ = √(2 / fanIn), cut at two σ and widened to keep its variance (He et al., 2015).
  case heNormal
  /// Normal with a mean of 0 and the given standard deviation.
  case normal(stddev: Double)
  /// All zeros.
  case zeros
}
