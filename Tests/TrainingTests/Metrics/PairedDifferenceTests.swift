import Testing

@testable import Training

@Suite struct PairedDifferenceTests {
  /// The published example (59, 6, 16, 80) is -0.0621 (-0.1186 to -0.0046) for the first minus the second: Fagerland,
  /// Lydersen, Laake, Statistical Analysis of Contingency Tables (2017), chapter 8. The other numbers are those of a plain
  /// program in Python with the formulas of the paper, whose digits may differ in the last places.
  @Test(arguments: [
    ([59, 6, 16, 80], [0.062111801242236024, 0.004625113933050047, 0.11862119563870992]),
    ([1, 1, 7, 12], [0.2857142857142857, 0.02555912416485978, 0.506920226686141]),
    ([560, 15, 23, 2], [0.013333333333333334, -0.0074898215605283015, 0.0348076449255388]),
    ([10, 0, 0, 0], [0, -0.27753279986288937, 0.27753279986288937]),
    ([0, 0, 0, 5], [0, -0.43448246478317476, 0.43448246478317476]),
    ([0, 10, 0, 0], [-1, -1, -0.6075093504305241]),
    ([3, 4, 4, 3], [0, -0.3507630887386901, 0.3507630887386901]),
    ([0, 7, 8, 0], [0.06666666666666667, -0.39766039949003207, 0.5038092926852522]),
  ]) func isNewcombes(counts: [Int], expected: [Double]) {
    let found = PairedDifference(
      bothRight: counts[0], onlyFirst: counts[1], onlySecond: counts[2], bothWrong: counts[3])
    #expect(abs(found.value - expected[0]) < 1e-14)
    #expect(abs(found.lower - expected[1]) < 1e-14)
    #expect(abs(found.upper - expected[2]) < 1e-14)
  }

  /// Every table of few samples: ordered, within -1 and 1, and the mirror image where the two change places.
  @Test func holdsTheDifferenceAndIsSymmetric() {
    for both in 0...5 {
      for first in 0...5 {
        for second in 0...5 {
          for none in 0...5 where both + first + second + none > 0 {
            let found = PairedDifference(
              bothRight: both, onlyFirst: first, onlySecond: second, bothWrong: none)
            let turned = PairedDifference(
              bothRight: both, onlyFirst: second, onlySecond: first, bothWrong: none)
            #expect(-1 <= found.lower && found.lower <= found.value)
            #expect(found.value <= found.upper && found.upper <= 1)
            #expect(turned.value == -found.value)
            #expect(abs(turned.lower + found.upper) < 1e-14)
          }
        }
      }
    }
  }
}
