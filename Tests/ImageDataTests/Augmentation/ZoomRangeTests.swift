import Testing

@testable import ImageData

@Suite struct ZoomRangeTests {
  @Test func aNumberIsTheWidthAroundOne() {
    let range: ZoomRange = 0.25
    #expect(range == ZoomRange(0.75, 1.25))
    #expect(ZoomRange("0.25") == range && ZoomRange("0.75,1.25") == range)
    #expect(ZoomRange(range.description) == range)
    #expect(ZoomRange("0") == ZoomRange.none && ZoomRange(ZoomRange.none.description) == ZoomRange.none)
    #expect(ZoomRange.none.isNone && !range.isNone && !ZoomRange(2, 2).isNone)
    let beyond = ["1", "-0.1", "0,1", "1.2,0.8", "1,1001", "nan", "1,inf"]
    for wrong in beyond + ["", "x", "0.5,0.6,0.7", ",", "0.5,"] {
      #expect(ZoomRange(wrong) == nil, "\(wrong)")
    }
  }
}
