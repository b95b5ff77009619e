import Testing

@testable import Training

@Suite struct McNemarTestTests {
  /// SciPy 1.17, `binomtest(min(b, c), b + c, 0.5).pvalue`.
  ///
  /// Logarithms of factorials of a million are near 10⁷ and have a few times 10⁻⁹ of error, which is p's relative error.
  @Test(arguments: [
    (0, 0, 1.0), (0, 1, 1.0), (1, 1, 1.0), (5, 5, 1.0), (40, 41, 1.0), (0, 6, 0.03125),
    (3, 10, 0.09228515625),
    (121, 59, 4.4344492637551645e-06), (2000, 2100, 0.12206497999113655),
    (500_000, 501_000, 0.3180365408403385),
  ]) func isSciPys(onlyFirst: Int, onlySecond: Int, p: Double) {
    let found = McNemarTest(onlyFirst: onlyFirst, onlySecond: onlySecond).pValue
    #expect(abs(found - p) <= 1e-8 * p)
    #expect(found <= 1)
    #expect(McNemarTest(onlyFirst: onlySecond, onlySecond: onlyFirst).pValue == found)
  }

  /// 2 · 2⁻ⁿ where one side is empty: still a number at a thousand, and 0 where no Double is as small.
  @Test func vanishesOnlyWhereNoNumberIsAsSmall() {
    let small = McNemarTest(onlyFirst: 0, onlySecond: 1000).pValue
    #expect(abs(small / 0x1p-999 - 1) < 1e-10)
    #expect(McNemarTest(onlyFirst: 300_000, onlySecond: 700_000).pValue == 0)
  }

  /// The sum of the binomial coefficients, exactly, for every pair of small counts.
  @Test func isTheSumOfTheTail() {
    for count in 1...30 {
      var coefficients = [1.0]
      for k in 1...count { coefficients.append(coefficients[k - 1] * Double(count - k + 1) / Double(k)) }
      for least in 0...count / 2 {
        var tail = 0.0
        for k in 0...least { tail += coefficients[k] }
        for _ in 0..<count { tail /= 2 }
        let found = McNemarTest(onlyFirst: least, onlySecond: count - least).pValue
        #expect(abs(found - min(1, 2 * tail)) < 1e-13)
      }
    }
  }
}
