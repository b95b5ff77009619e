import TrainParallel

/// Images per second from files to batches, for each number of threads.
enum PipelineGroup: BenchmarkGroup {
  static let name = "pipeline"
  static let summary =
    "from image files to batches: the first epoch, cached ones, and a network fed from them"
  static let options: Set = ["--data", "--threads", "--seconds"]

  private struct Row {
    let pipeline: String
    let epoch: String
    let threads: Int
    let rate: Spread
  }

  private static let table = ResultTable<Row>(columns: [
    .text("pipeline", "pipeline", width: 14) { $0.pipeline }, .text("epoch", "epoch", width: 10) { $0.epoch },
    .count("threads", "threads") { $0.threads },
    .number("images_per_second", "images/s", width: 9) { $0.rate.median },
    .number("lowest", "lowest", width: 9) { $0.rate.lowest },
    .number("highest", "highest", width: 9) { $0.rate.highest },
  ])

  private struct Feeding {
    let pipeline: String
    let network: String
    let epoch: String
    let threads: Int
    let result: FeedingBenchmark.Result
  }

  private static let feedings = ResultTable<Feeding>(columns: [
    .text("pipeline", "pipeline", width: 14) { $0.pipeline }, .text("training", "training") { $0.network },
    .text("epoch", "epoch", width: 10) { $0.epoch },
    .count("threads", "threads") { $0.threads },
    .number("images_per_second", "images/s", width: 9) { Spread($0.result.augmented).median },
    .number("images_per_second_from_arrays", "from arrays") { Spread($0.result.arrays).median },
    .number("ratio", "ratio", digits: 3) { $0.result.ratio },
  ])

  static func run(_ settings: Settings) throws {
    for name in settings.data.map({ [$0] }) ?? PipelineData.standardNames {
      let data = try settings.data == nil ? PipelineData.standard(named: name) : PipelineData(directory: name)
      var fed: [Feeding] = []
      var fingerprint: UInt64?
      settings.begin(table)
      for threads in settings.threads() {
        let result = try PipelineBenchmark(
          data: data, threads: threads, seconds: (settings.seconds ?? 3.5) / Double(windowsOfMeasurement)
        ).measure()
        guard fingerprint ?? result.fingerprint == result.fingerprint else {
          throw BenchmarkError.wrongResult("\(data.name): other pixels with \(threads) threads")
        }
        fingerprint = result.fingerprint
        for (epoch, rates) in [
          ("first", result.first), ("cached", result.cached), ("everything", result.cachedWithEverything),
        ] {
          settings.print(
            Row(pipeline: data.name, epoch: epoch, threads: threads, rate: Spread(rates)), in: table)
        }
        for feeding in result.feedings {
          fed.append(
            Feeding(
              pipeline: data.name, network: feeding.network, epoch: feeding.epoch, threads: threads,
              result: feeding.result))
        }
      }
      guard !fed.isEmpty else { continue }
      settings.begin(feedings)
      for feeding in fed { settings.print(feeding, in: feedings) }
    }
  }
}
