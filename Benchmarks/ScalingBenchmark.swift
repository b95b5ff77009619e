import Foundation
import TrainParallel

/// Steps on one thread after another, and what to expect of more processors.
enum ScalingGroup: BenchmarkGroup {
  static let name = "scaling"
  static let summary =
    "steps on 1 to 16 threads, waiting by thread, the serial share, and what more processors would give"
  static let options: Set = [
    "--workload", "--batch-size", "--threads", "--lanes", "--instruction-set", "--seconds",
  ]

  private static let rounds = 5

  static func run(_ settings: Settings) throws {
    let machine = StepProfile.Machine(settings)
    settings.say(
      String(
        format: "A meeting of %d threads takes %.1f us, memory moves %.1f GB/s.", usableProcessors(),
        machine.meeting * 1e6, machine.bandwidth / 1e9))
    for (workload, batchSize) in settings.cases {
      try measure(workload, batchSize: batchSize, settings)
      try forecast(workload, batchSize: batchSize, on: machine, settings)
    }
  }

  // MARK: - Measured

  private struct Row {
    let workload: String
    let batchSize: Int
    let threads: Int
    let rate: Spread
    /// The rate on one thread.
    let alone: Double
    /// The rate on as many threads as there are processors.
    let usual: Double
    /// The part of a step in which each thread has no task, the busiest thread first.
    let waiting: [Double]
  }

  private static let table = ResultTable<Row>(columns: [
    .text("workload", "workload") { $0.workload }, .count("batch_size", "batch") { $0.batchSize },
    .count("threads", "threads") { $0.threads },
    .number("images_per_second", "images/s", width: 9) { $0.rate.median },
    .number("lowest", "lowest", width: 9) { $0.rate.lowest },
    .number("highest", "highest", width: 9) { $0.rate.highest },
    .number("speed_up", "speed-up", digits: 2) { $0.rate.median / $0.alone },
    .number("of_one_thread_a_processor", "of one a processor", digits: 3) { $0.rate.median / $0.usual },
    .text(nil, "% waiting, by thread") { row in
      row.waiting.map { String(format: "%.0f", 100 * $0) }.joined(separator: " ")
    },
    .json("waiting_share_by_thread") { .array($0.waiting.map { .number($0) }) },
  ])

  /// All numbers of threads in turn, round after round, so that a drift of the machine meets them all.
  private static func measure(_ workload: Workload, batchSize: Int, _ settings: Settings) throws {
    let processors = usableProcessors()
    let asked = Set(settings.threads(otherwise: [1, 2, 3, 4, 6, 8, 12, 16]))
    let counts = asked.union([1, processors]).sorted()
    let window = (settings.seconds ?? 1) / Double(rounds)
    var rates: [Int: [Double]] = [:]
    // For each number of threads: the waiting of the busiest thread, of the next one, ..., summed over the rounds.
    var waiting: [Int: [Double]] = [:]
    for _ in 0..<rounds {
      for threads in counts {
        try WorkerTeam.withTeam(threads: threads) { team in
          let executor = MeteredExecutor(team)
          let run = try StepRun(
            workload, batchSize: batchSize, lanes: settings.lanes, instructionSet: settings.instructionSet,
            executor: executor)
          try run.requireFallingLoss()
          run.train(seconds: window / 2)
          executor.reset()
          let part = run.train(seconds: window) { executor.beginStep() }
          rates[threads, default: []].append(Double(part.steps * batchSize) / part.seconds)
          let busy = executor.busy.map { $0.seconds / part.seconds }.sorted(by: >)
          for thread in 0..<threads {
            waiting[threads, default: Array(repeating: 0, count: threads)][thread] +=
              (1 - (thread < busy.count ? busy[thread] : 0)) / Double(rounds)
          }
        }
      }
    }
    func rate(_ threads: Int) -> Spread { Spread(rates[threads] ?? [0]) }
    settings.begin(table)
    for threads in counts {
      settings.print(
        Row(
          workload: workload.name, batchSize: batchSize, threads: threads, rate: rate(threads),
          alone: rate(1).median, usual: rate(processors).median, waiting: waiting[threads] ?? []), in: table)
    }
  }

  // MARK: - Expected

  private struct Expectation {
    let workload: String
    let batchSize: Int
    let processors: Int
    let lanes: Int
    let serialShare: Double
    let speedUp: Double
    let bytes: Double
    let forecast: StepProfile.Forecast

    /// A part of the forecast step in percent.
    func percent(_ part: (StepProfile.Forecast) -> Double) -> Double { 100 * part(forecast) / forecast.total }
  }

  private static let expectations = ResultTable<Expectation>(columns: [
    .text("workload", "workload") { $0.workload }, .count("batch_size", "batch") { $0.batchSize },
    .count("processors", "processors") { $0.processors }, .count("lanes", "lanes") { $0.lanes },
    .number("serial_percent_of_one_thread", "% serial of 1", digits: 2) { 100 * $0.serialShare },
    .number("expected_speed_up", "expected speed-up", digits: 1) { $0.speedUp },
    .number("gigabytes_per_second", "GB/s", digits: 1) { $0.bytes / $0.forecast.total / 1e9 },
    .number("percent_work", "% work", digits: 1) { $0.percent(\.work) },
    .number("percent_serial", "% serial", digits: 1) { $0.percent(\.serial) },
    .number("percent_imbalance", "% imbalance", digits: 1) { $0.percent(\.imbalance) },
    .number("percent_meetings", "% meetings", digits: 1) { $0.percent(\.meetings) },
    .number("percent_memory", "% memory", digits: 1) { $0.percent(\.memory) },
  ])

  /// From the tasks of a step on one thread: how they would fill more processors that share memory as fast as this.
  private static func forecast(
    _ workload: Workload, batchSize: Int, on machine: StepProfile.Machine, _ settings: Settings
  ) throws {
    func profile(lanes: Int) throws -> StepProfile {
      try StepProfile(
        workload, batchSize: batchSize, lanes: lanes, settings, seconds: (settings.seconds ?? 1) / 2)
    }
    let few = try profile(lanes: settings.lanes)
    let many = try profile(lanes: TrainingOptions.mostLanes)
    settings.begin(expectations)
    for processors in [usableProcessors(), 8, 16, 64] {
      let (used, lanes) = processors > 8 ? (many, TrainingOptions.mostLanes) : (few, settings.lanes)
      let forecast = used.forecast(processors: processors, on: machine)
      settings.print(
        Expectation(
          workload: workload.name, batchSize: batchSize, processors: processors, lanes: lanes,
          serialShare: few.serial / few.alone, speedUp: few.alone / forecast.total, bytes: used.bytes,
          forecast: forecast), in: expectations)
    }
  }
}
