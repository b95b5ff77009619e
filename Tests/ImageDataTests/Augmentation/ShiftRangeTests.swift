import Testing

@testable import ImageData

@Suite struct ShiftRangeTests {
  @Test func literalsAndTextTellFractionsFromPixels() {
    let fraction: ShiftRange = 0.1
    let pixels: ShiftRange = 2
    #expect(fraction == .fraction(0.1))
    #expect(pixels == .pixels(2))
    #expect(ShiftRange("0.1") == .fraction(0.1))
    #expect(ShiftRange("2") == .pixels(2))
    #expect(ShiftRange("2.0") == .fraction(2))
    #expect(ShiftRange("0") == ShiftRange.none)
    let choice: ShiftRange = [-2, 0.5]
    #expect(choice == .oneOf([-2, 0.5]) && choice.description == "-2.0,0.5")
    #expect(ShiftRange("-2,0.5") == choice)
    for wrong in ["", "x", "-1", "-0.5", "nan", "inf", "1e400", "99999999999", "1,", ",", "1,x", "1,nan"] {
      #expect(ShiftRange(wrong) == nil, "\(wrong)")
    }
  }

  /// −n ... n, each as often: of 2^32 words, counted at 70,000 even steps.
  @Test func pixelsReachBothEnds() {
    var counts: [Double: Int] = [:]
    for step in 0..<70_000 {
      counts[ShiftRange.pixels(3).shift(UInt32(step) * 61_356 + 1, size: 10), default: 0] += 1
    }
    #expect(counts.keys.sorted() == [-3, -2, -1, 0, 1, 2, 3])
    #expect(counts.values.allSatisfy { abs($0 - 10_000) < 20 })
  }

  @Test func fractionsAreOfTheSize() {
    let range = ShiftRange.fraction(0.1)
    #expect(range.shift(0, size: 50) == -5)
    #expect(range.shift(1 << 31, size: 50) == 0)
    #expect(range.shift(.max, size: 50) < 5)
    #expect(ShiftRange.none.shift(.max, size: 50) == 0)
  }
}
