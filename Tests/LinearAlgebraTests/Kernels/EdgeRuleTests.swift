import Kernels
import Testing

@Suite struct EdgeRuleTests {
  /// A row of four, from two rows' length before it to two behind.
  @Test func indices() {
    let places = -5..<9
    #expect(
      places.map { EdgeRule.nearest.index($0, count: 4) } == [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3, 3])
    #expect(
      places.map { EdgeRule.reflect.index($0, count: 4) } == [3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0, 0])
    #expect(places.map { EdgeRule.wrap.index($0, count: 4) } == [3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0])
  }

  @Test(arguments: [EdgeRule.nearest, .reflect, .wrap]) func onePixelStandsEverywhere(rule: EdgeRule) {
    #expect((-3...3).allSatisfy { rule.index($0, count: 1) == 0 })
  }
}
