/// The interval that holds the true fraction with 95% confidence where k of n trials succeeded:
/// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n) with p = k/n.
///
/// It stays within 0 and 1, and is of use for few trials and for fractions near the ends too, where p ± z √(p(1 − p)/n)
/// is not. Without trials nothing is known: 0 to 1.
///
/// - Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
///   Statistical Association 22 (1927), 209-212.
public struct WilsonInterval: Sendable, Hashable {
  /// The lower end, 0 at least.
  public let lower: Double
  /// The upper end, 1 at most.
  public let upper: Double

  /// The interval around k/n.
  ///
  /// - Parameters:
  ///   - successes: k, from 0 to n.
  ///   - trials: n.
  ///   - z: The quantile of the normal distribution, 1.96 for 95%.
  public init(successes: Int, trials: Int, z: Double = 1.959963984540054) {
    precondition(
      (0...max(trials, 0)).contains(successes), "\(successes) successes of \(trials) trials cannot be")
    guard trials > 0 else {
      (lower, upper) = (0, 1)
      return
    }
    let (n, p) = (Double(trials), Double(successes) / Double(trials))
    let center = p + z * z / (2 * n)
    let reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    // The ends are exact in theory; rounding must not leave a trace below 0 or above 1.
    lower = successes == 0 ? 0 : max(0, (center - reach) / scale)
    upper = successes == trials ? 1 : min(1, (center + reach) / scale)
  }
}
