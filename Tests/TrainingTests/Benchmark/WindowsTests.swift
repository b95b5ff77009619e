import Testing

@testable import Training

@Suite struct WindowsTests {
  @Test func piecesOfWorkTakeTurns() {
    var order: [Int] = []
    var turns = 0
    let windows = secondsPerCall(
      seconds: 1e-9, of: [{ order.append(0) }, { order.append(1) }], betweenWindows: { turns += 1 })
    #expect(windows.count == 2)
    #expect(windows.allSatisfy { $0.count == windowsOfMeasurement && $0.allSatisfy { $0 >= 0 } })
    #expect(turns == windowsOfMeasurement)
    // The last turn: some calls of the first, then as many as fill a window of the second.
    #expect(order.last == 1)
    #expect(order.firstIndex(of: 1).map { $0 < order.lastIndex(of: 0) ?? 0 } == true)
  }

  @Test func theClockGoesForward() {
    let before = now()
    #expect(now() >= before)
  }
}
