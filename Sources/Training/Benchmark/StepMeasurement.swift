import NeuralNetwork

/// The speed of whole training steps, and where their time goes.
package struct StepMeasurement: Sendable {
  package let workload: String
  package let batchSize: Int
  package let threads: Int
  package let imagesPerSecond: Spread
  /// 10⁹ floating-point operations per second, at the median, counted on the direct algorithm.
  package let gflops: Double
  /// 100 · arithmetic / what the processors that the threads run on could do at most.
  package let percentOfPeak: Double
  package let phases: PhaseSeconds

  /// Works out speeds.
  ///
  /// - Parameters:
  ///   - workload: What was trained.
  ///   - batchSize: The images of a step.
  ///   - threads: The threads that shared a step.
  ///   - imagesPerSecond: What was measured.
  ///   - peak: The most floating-point operations per second of the processors in use.
  ///   - phases: Where the time went.
  /// - Throws: `ModelError` where the workload is no model.
  init(
    workload: Workload, batchSize: Int, threads: Int, imagesPerSecond: Spread, peak: Double,
    phases: PhaseSeconds
  ) throws {
    self.workload = workload.name
    self.batchSize = batchSize
    self.threads = threads
    self.imagesPerSecond = imagesPerSecond
    let speed = try workload.operationsPerImage() * imagesPerSecond.median
    gflops = speed / 1e9
    percentOfPeak = 100 * speed / peak
    self.phases = phases
  }

  /// What `train-parallel benchmark` prints.
  package static let table = ResultTable(columns: identity + [rate] + details)

  /// The same, with the slowest and the fastest window.
  package static let tableWithSpread = ResultTable(
    columns: identity + [
      rate, .number("lowest", "lowest", width: 9) { $0.imagesPerSecond.lowest },
      .number("highest", "highest", width: 9) { $0.imagesPerSecond.highest },
    ] + details)

  private static var identity: [ResultTable<StepMeasurement>.Column] {
    [
      .text("workload", "workload") { $0.workload }, .count("batch_size", "batch") { $0.batchSize },
      .count("threads", "threads") { $0.threads },
    ]
  }

  private static var rate: ResultTable<StepMeasurement>.Column {
    .number("images_per_second", "images/s", width: 9) { $0.imagesPerSecond.median }
  }

  private static var details: [ResultTable<StepMeasurement>.Column] {
    func share(_ title: String, _ seconds: @escaping @Sendable (PhaseSeconds) -> Double)
      -> ResultTable<StepMeasurement>.Column
    {
      .number(nil, title, digits: 1) { 100 * seconds($0.phases) / $0.phases.total }
    }
    return [
      .number("gflops", "GFLOP/s", digits: 1) { $0.gflops },
      .number("percent_of_peak", "% of peak", digits: 1) { $0.percentOfPeak },
      share("% forward") { $0.forward }, share("% backward") { $0.backward },
      share("% update") { $0.reduceAndUpdate }, share("% waiting") { $0.waiting },
      .json("seconds_by_phase") { row in
        .object(row.phases.named.map { ($0.name, .number($0.seconds)) })
      },
    ]
  }
}
