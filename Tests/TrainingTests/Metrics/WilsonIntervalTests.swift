import Testing

@testable import Training

@Suite struct WilsonIntervalTests {
  /// SciPy 1.16, `binomtest(k, n).proportion_ci(method='wilson')`.
  ///
  /// Both compute the same few operations in Double: the last digits may differ.
  @Test(arguments: [
    (0, 10, 0.0, 0.27753279986288926), (10, 10, 0.7224672001371109, 1.0),
    (1, 7, 0.02567962434474358, 0.5131278292743189), (8, 10, 0.4901624715366418, 0.9433178485456248),
    (50, 100, 0.4038315303659956, 0.5961684696340044), (581, 600, 0.9510727848694853, 0.9796350885143481),
    (999_999, 1_000_000, 0.9999943350881957, 0.9999998234754233),
  ]) func isSciPys(successes: Int, trials: Int, lower: Double, upper: Double) {
    let interval = WilsonInterval(successes: successes, trials: trials)
    #expect(abs(interval.lower - lower) <= 1e-14)
    #expect(abs(interval.upper - upper) <= 1e-14)
  }

  @Test func knowsNothingWithoutTrials() {
    let interval = WilsonInterval(successes: 0, trials: 0)
    #expect(interval.lower == 0 && interval.upper == 1)
  }

  @Test func holdsTheFractionAndStaysWithin0And1() {
    for trials in 1...60 {
      for successes in 0...trials {
        let interval = WilsonInterval(successes: successes, trials: trials)
        let fraction = Double(successes) / Double(trials)
        #expect(0 <= interval.lower && interval.lower <= fraction)
        #expect(fraction <= interval.upper && interval.upper <= 1)
      }
    }
  }

  @Test func widensWithTheConfidence() {
    let (narrow, wide) = (
      WilsonInterval(successes: 3, trials: 9, z: 1), WilsonInterval(successes: 3, trials: 9, z: 3)
    )
    #expect(wide.lower < narrow.lower && narrow.upper < wide.upper)
  }
}
