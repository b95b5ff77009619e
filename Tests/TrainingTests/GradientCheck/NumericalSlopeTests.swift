import Testing

@testable import Training

@Suite struct NumericalSlopeTests {
  @Test func smoothFunctionsHaveASlope() {
    // 2 + 3x + 4x²: its one-sided slopes differ by 4e-6 · 2 at the first distance, below the tolerance.
    let slope = NumericalSlope(center: 2, tolerance: 1e-4) { 2 + 3 * $0 + 4 * $0 * $0 }
    #expect(!slope.isKink)
    #expect(abs(slope.value - 3) < 1e-8)
  }

  @Test func strongCurvesAreTakenFromNearby() {
    let slope = NumericalSlope(center: 0, tolerance: 1e-4) { 3 * $0 + 300 * $0 * $0 }
    #expect(!slope.isKink)
    #expect(abs(slope.value - 3) < 1e-7)
  }

  @Test func kinksAreFound() {
    #expect(NumericalSlope(center: 0, tolerance: 1e-4) { max($0, 0) }.isKink)
    #expect(NumericalSlope(center: 0, tolerance: 1e-4) { abs($0) }.isKink)
  }

  @Test func kinksFartherAwayAreNoMatter() {
    // The bend at 5e-7 lies between the distances.
    let slope = NumericalSlope(center: 0, tolerance: 1e-4) { 2 * $0 + max($0 - 5e-7, 0) }
    #expect(!slope.isKink)
    #expect(abs(slope.value - 2) < 1e-6)
  }
}
