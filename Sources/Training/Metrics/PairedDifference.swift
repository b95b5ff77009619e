/// How much better a second classifier does than a first on the same samples, with the interval that holds the true
/// difference with 95% confidence.
///
/// The interval puts the Wilson intervals of both fractions together, (p₂ − p₁) ∓ √(d² − 2 φ d e + e²), where d and e are
/// the distances of the fractions from the ends of their own intervals and φ is the correlation of the two over the samples,
/// with a continuity correction. It stays within -1 and 1, and is of use for few samples too.
///
/// - Source: R. G. Newcombe, Improved confidence intervals for the difference between binomial proportions based on paired
///   data, Statistics in Medicine 17 (1998), 2635-2650, method 10.
public struct PairedDifference: Sendable, Hashable {
  /// (c − b) / n: above 0 where the second is right more often.
  public let value: Double
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// The difference of the fractions of samples that are right.
  ///
  /// - Parameters:
  ///   - bothRight: Samples that both got right.
  ///   - onlyFirst: Samples that only the first got right, b.
  ///   - onlySecond: Samples that only the second got right, c.
  ///   - bothWrong: Samples that neither got right; all four sum to n, 1 at least.
  ///   - z: The quantile of the normal distribution, 1.96 for 95%.
  public init(
    bothRight: Int, onlyFirst: Int, onlySecond: Int, bothWrong: Int, z: Double = 1.959963984540054
  ) {
    precondition(min(bothRight, onlyFirst, onlySecond, bothWrong) >= 0, "counts are not negative")
    let (right1, right2) = (bothRight + onlyFirst, bothRight + onlySecond)
    let count = right1 + onlySecond + bothWrong
    precondition(count > 0, "there is no difference without samples")
    let n = Double(count)
    let (fraction1, fraction2) = (Double(right1) / n, Double(right2) / n)
    let interval1 = WilsonInterval(successes: right1, trials: count, z: z)
    let interval2 = WilsonInterval(successes: right2, trials: count, z: z)
    let phi = Self.correlation(
      bothRight: Double(bothRight), onlyFirst: Double(onlyFirst), onlySecond: Double(onlySecond),
      bothWrong: Double(bothWrong))
    /// The length of two distances, put together at the angle whose cosine is the correlation.
    func reach(_ a: Double, _ b: Double) -> Double { max(0, a * a - 2 * phi * a * b + b * b).squareRoot() }
    value = Double(onlySecond - onlyFirst) / n
    lower = max(-1, value - reach(fraction2 - interval2.lower, interval1.upper - fraction1))
    upper = min(1, value + reach(interval2.upper - fraction2, fraction1 - interval1.lower))
  }

  /// φ; a positive one is taken to be smaller by half a sample. 0 where one of the two is always or never right.
  private static func correlation(
    bothRight: Double, onlyFirst: Double, onlySecond: Double, bothWrong: Double
  ) -> Double {
    let n = bothRight + onlyFirst + onlySecond + bothWrong
    let margins =
      (bothRight + onlyFirst) * (onlySecond + bothWrong) * (bothRight + onlySecond) * (onlyFirst + bothWrong)
    guard margins > 0 else { return 0 }
    let excess = bothRight * bothWrong - onlyFirst * onlySecond
    return (excess > 0 ? max(excess - n / 2, 0) : excess) / margins.squareRoot()
  }
}
