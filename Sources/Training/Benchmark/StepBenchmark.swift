import LinearAlgebra
import NeuralNetwork
import Parallelism

/// Measures whole training steps: `train-parallel benchmark`, and the group `step` of the benchmarks.
package struct StepBenchmark {
  /// The threads that share a step.
  package var threads = usableProcessors()
  /// The lanes that a batch is dealt to.
  package var lanes = TrainingOptions.defaultLanes
  /// Whose kernels run.
  package var instructionSet = InstructionSet.best
  /// Whether outputs are computed that a later pooling drops.
  package var keepsDeadOutputs = false
  /// About how long one measurement takes.
  package var seconds = 3.0

  /// Measures with all that this machine offers.
  package init() {}

  /// Checks that the loss falls, warms up, and measures images per second, window after window.
  ///
  /// - Throws: `BenchmarkError` where the loss does not fall.
  package func measure(_ workload: Workload, batchSize: Int) throws -> StepMeasurement {
    let meter = PeakMeter(instructionSet.kernels)
    return try WorkerTeam.withTeam(threads: threads) { team in
      let run = try StepRun(
        workload, batchSize: batchSize, lanes: lanes, instructionSet: instructionSet,
        keepsDeadOutputs: keepsDeadOutputs, executor: team)
      try run.requireFallingLoss()
      let window = seconds / Double(windowsOfMeasurement + 1)
      run.train(seconds: window)
      run.clock.reset()
      var (steps, elapsed) = (0, 0.0)
      var rates: [Double] = []
      for _ in 0..<windowsOfMeasurement {
        meter.sample()
        let part = run.train(seconds: window)
        rates.append(Double(part.steps * batchSize) / part.seconds)
        steps += part.steps
        elapsed += part.seconds
      }
      return try StepMeasurement(
        workload: workload, batchSize: batchSize, threads: threads, imagesPerSecond: Spread(rates),
        peak: meter.peak * Double(min(threads, usableProcessors())),
        phases: PhaseSeconds(run.clock, steps: steps, seconds: elapsed, threads: threads))
    }
  }
}
