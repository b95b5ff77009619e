import Foundation

/// McNemar's exact test of two classifiers on the same samples: p = min(1, 2 · P(X ≤ min(b, c))) with X binomial of b + c
/// trials and probability ½, where b samples only the first got right and c only the second.
///
/// Samples that both got right, or neither, say nothing about which is better. Were both equally good, each of the others
/// would fall to either side like a coin; p is how often coins alone lie at least this far from even.
///
/// - Source: Q. McNemar, Note on the sampling error of the difference between correlated proportions or percentages,
///   Psychometrika 12 (1947), 153-157; for classifiers T. G. Dietterich, Approximate statistical tests for comparing
///   supervised classification learning algorithms, Neural Computation 10 (1998), 1895-1923.
public struct McNemarTest: Sendable, Hashable {
  /// The samples that only the first got right, b.
  public let onlyFirst: Int
  /// The samples that only the second got right, c.
  public let onlySecond: Int

  /// Takes the two counts, 0 at least.
  public init(onlyFirst: Int, onlySecond: Int) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "counts are not negative")
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// The two-sided p; 1 where the counts are equal.
  ///
  /// Logarithms keep the probability of the least likely side from vanishing for thousands of samples, and those of a
  /// million lose eight digits of sixteen.
  public var pValue: Double {
    let (count, least) = (onlyFirst + onlySecond, min(onlyFirst, onlySecond))
    guard onlyFirst != onlySecond else { return 1 }
    let logOfLeast =
      logFactorial(count) - logFactorial(least) - logFactorial(count - least) - Double(count) * log(2)
    // P(X = k − 1) / P(X = k) = k / (n − k + 1): from the largest term down, until the rest is lost in rounding.
    var (term, sum) = (1.0, 1.0)
    for k in stride(from: least, to: 0, by: -1) {
      term *= Double(k) / Double(count - k + 1)
      sum += term
      if term < sum * 0x1p-60 { break }
    }
    return min(1, 2 * exp(logOfLeast + log(sum)))
  }
}

/// ln n!
private func logFactorial(_ number: Int) -> Double {
  let (logarithm, _): (Double, Int) = lgamma(Double(number) + 1)
  return logarithm
}
