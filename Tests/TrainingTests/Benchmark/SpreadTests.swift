import Testing

@testable import Training

@Suite struct SpreadTests {
  @Test func theMedianIsInTheMiddle() {
    let odd = Spread([5, 1, 9])
    #expect((odd.lowest, odd.median, odd.highest) == (1, 5, 9))
    let even = Spread([4, 1, 2, 100])
    #expect((even.lowest, even.median, even.highest) == (1, 3, 100))
    #expect(Spread([7]) == Spread([7, 7, 7]))
  }

  @Test func aReciprocalTurnsTheEndsAround() {
    let rates = Spread([1, 2, 4]).map { 8 / $0 }
    #expect((rates.lowest, rates.median, rates.highest) == (2, 4, 8))
  }
}
