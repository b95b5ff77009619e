import Testing

@testable import Training

@Suite struct PairedOutcomesTests {
  @Test func countsWhoIsRight() {
    var outcomes = PairedOutcomes()
    #expect(outcomes.count == 0 && outcomes.test.pValue == 1)
    for (first, second, times) in [(true, true, 4), (true, false, 3), (false, true, 2), (false, false, 1)] {
      for _ in 0..<times { outcomes.add(firstIsRight: first, secondIsRight: second) }
    }
    #expect(outcomes.bothRight == 4 && outcomes.onlyFirst == 3)
    #expect(outcomes.onlySecond == 2 && outcomes.bothWrong == 1)
    #expect(outcomes.count == 10)
    #expect(outcomes.test == McNemarTest(onlyFirst: 3, onlySecond: 2))
    #expect(
      outcomes.difference == PairedDifference(bothRight: 4, onlyFirst: 3, onlySecond: 2, bothWrong: 1))
    #expect(outcomes.difference.value == -0.1)
  }
}
