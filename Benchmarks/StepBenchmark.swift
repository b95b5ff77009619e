import TrainParallel

/// Whole training steps of every workload: images per second, and where the time goes.
enum StepGroup: BenchmarkGroup {
  static let name = "step"
  static let summary = "whole training steps, on each number of threads up to that of the processors"
  static let options: Set = [
    "--workload", "--batch-size", "--threads", "--lanes", "--keep-dead-outputs", "--instruction-set",
    "--seconds",
  ]

  static func run(_ settings: Settings) throws {
    let table = StepMeasurement.tableWithSpread
    settings.begin(table)
    for (workload, batchSize) in settings.cases {
      for threads in settings.threads() {
        var benchmark = StepBenchmark()
        benchmark.threads = threads
        benchmark.lanes = settings.lanes
        benchmark.instructionSet = settings.instructionSet
        benchmark.keepsDeadOutputs = settings.keepsDeadOutputs
        benchmark.seconds = settings.seconds ?? benchmark.seconds
        settings.print(try benchmark.measure(workload, batchSize: batchSize), in: table)
      }
    }
  }
}
