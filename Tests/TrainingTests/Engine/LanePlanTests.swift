import Testing

@testable import Training

@Suite struct LanePlanTests {
  @Test(arguments: [1, 2, 3, 7, 8, 16], [1, 2, 5, 8, 31, 32, 100])
  func dealsEvenlyAndInOrder(_ laneCount: Int, _ count: Int) {
    let plan = LanePlan(count: count, laneCount: laneCount)
    #expect(plan.lanes == min(count, laneCount))
    let lanes = (0..<plan.lanes).map(plan.samples(ofLane:))
    #expect(lanes.flatMap(Array.init) == Array(0..<count))
    let sizes = lanes.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    #expect(sizes.allSatisfy { $0 > 0 })
  }
}
