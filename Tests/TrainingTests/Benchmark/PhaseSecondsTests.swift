import Testing

@testable import Training

@Suite struct PhaseSecondsTests {
  @Test func phasesSumUpToTheTimeOfAStep() {
    let clock = PhaseClock()
    for phase in PhaseClock.Phase.allCases { clock.measure(phase) {} }
    let phases = PhaseSeconds(clock, steps: 4, seconds: 6, threads: 3)
    #expect(phases.forward == clock.seconds(.forward) / 12)
    #expect(phases.backward == clock.seconds(.backward) / 12)
    #expect(phases.reduceAndUpdate == clock.seconds(.reduceAndUpdate) / 12)
    #expect(abs(phases.total - 1.5) < 1e-12)
    #expect(phases.named.map(\.name) == ["forward", "backward", "reduce_and_update", "waiting"])
    #expect(abs(phases.named.reduce(0) { $0 + $1.seconds } - phases.total) < 1e-12)
  }

  @Test func waitingIsNeverLessThanNothing() {
    let clock = PhaseClock()
    clock.measure(.forward) {}
    #expect(PhaseSeconds(clock, steps: 1, seconds: 0, threads: 1).waiting == 0)
  }
}
