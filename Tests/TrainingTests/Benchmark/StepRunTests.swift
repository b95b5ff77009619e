import LinearAlgebra
import Parallelism
import Testing

@testable import Training

@Suite struct StepRunTests {
  @Test func theLossFallsAndTheClockRuns() throws {
    let run = try StepRun(Workload.all[0], batchSize: 2, executor: SerialExecutor())
    run.clock.reset()
    var steps = 0
    let part = run.train(seconds: 0) { steps += 1 }
    #expect(part.steps == 1 && steps == 1 && part.seconds > 0)
    #expect(PhaseClock.Phase.allCases.allSatisfy { run.clock.seconds($0) > 0 })
    try run.requireFallingLoss()
  }

  /// The losses follow from the workload alone.
  @Test func everyRunIsTheSame() throws {
    func losses(threads: Int, set: InstructionSet) throws -> [Double] {
      try WorkerTeam.withTeam(threads: threads) { team in
        let run = try StepRun(Workload.all[3], batchSize: 5, lanes: 4, instructionSet: set, executor: team)
        return (0..<3).map { _ in run.train() }
      }
    }
    let one = try losses(threads: 1, set: .best)
    #expect(try one == losses(threads: 3, set: .best))
    #expect(one[0] > one[1] && one[1] > one[2])
  }
}
