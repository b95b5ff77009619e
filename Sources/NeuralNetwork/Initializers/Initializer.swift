/// How a parameter starts.
public enum Initializer: Hashable, Sendable {
  /// Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010).
  case glorotUniform
  /// Normal with σ = √(2 / (fanIn + fanOut)), cut at two σ and widened to keep its variance (Glorot and Bengio, 2010).
  case glorotNormal
  /// Uniform in ±√(6 / fanIn) (He et al., 2015).
  case heUniform
  /// Normal with σ = √(2 / fanIn), cut at two σ and widened to keep its variance (He et al., 2015).
  case heNormal
  /// Uniform in ±√(3 / fanIn) (LeCun et al., 1998).
  case lecunUniform
  /// Normal with σ = √(1 / fanIn), cut at two σ and widened to keep its variance (LeCun et al., 1998).
  case lecunNormal
  /// Normal with a mean of 0 and the given standard deviation.
  case normal(stddev: Double)
  /// Normal with a mean of 0 and the given standard deviation, cut at two of them and not widened.
  case truncatedNormal(stddev: Double)
  /// Uniform in a range.
  case randomUniform(in: ClosedRange<Double>)
  /// All the same number.
  case constant(Double)
  /// All zeros.
  case zeros
  /// All ones.
  case ones
}
