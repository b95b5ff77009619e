import Dispatch
import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct PhaseClockTests {
  /// The seconds of a clock's phases together.
  private func total(_ clock: PhaseClock) -> Double {
    PhaseClock.Phase.allCases.reduce(0) { $0 + clock.seconds($1) }
  }

  @Test func addsUpEachPhaseByItself() {
    let clock = PhaseClock()
    var work = 0
    let start = now()
    for phase in PhaseClock.Phase.allCases {
      let before = PhaseClock.Phase.allCases.map { clock.seconds($0) }
      for _ in 0..<10 { clock.measure(phase) { work += 1 } }
      for (other, seconds) in zip(PhaseClock.Phase.allCases, before) {
        #expect(other == phase ? clock.seconds(other) > seconds : clock.seconds(other) == seconds)
      }
    }
    #expect(work == 30)
    // All of it happened in between.
    #expect(total(clock) > 0 && total(clock) <= now() - start)
    clock.reset()
    #expect(total(clock) == 0)
  }

  @Test func manyThreadsLoseNothing() {
    let clock = PhaseClock()
    // Each turn waits until the clock goes on, so that each adds at least a nanosecond.
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<100 { clock.measure(.backward) { waitForTheNextNanosecond() } }
    }
    #expect(clock.seconds(.backward) >= 800e-9)
    #expect(clock.seconds(.forward) == 0)
  }

  private func waitForTheNextNanosecond() {
    let start = DispatchTime.now().uptimeNanoseconds
    while DispatchTime.now().uptimeNanoseconds == start {}
  }

  /// A network with a batch-wide layer: every phase of every segment.
  @Test func aStepIsTheSameWithAClockAndFillsIt() throws {
    let model = try Sequential(input: [12, 12, 2]) {
      Conv2D(8, kernelSize: 3, activation: .relu)
      Flatten()
      Dense(170, activation: .tanh)
      Dense(3, activation: .softmax)
    }
    let problem = Problem(model, batchSize: 9)
    func weights(_ clock: PhaseClock?) throws -> [Float] {
      let engine = try TrainingEngine(
        model: model, parameters: problem.parameters.copy(), batchSize: 9, laneCount: 4, optimizer: Adam(),
        seed: 0, kernels: InstructionSet.best.kernels, executor: SerialExecutor(), clock: clock)
      #expect(engine.plan.segments.count == 3)
      for step in 0..<3 { _ = engine.train(problem.source, step: step) }
      return Array(
        UnsafeBufferPointer(start: engine.parameters.values, count: engine.parameters.layout.count))
    }
    let clock = PhaseClock()
    let start = now()
    let timed = try weights(clock)
    let elapsed = now() - start
    #expect(try timed == weights(nil))
    for phase in PhaseClock.Phase.allCases { #expect(clock.seconds(phase) > 0, "\(phase)") }
    #expect(total(clock) <= elapsed)
  }
}
