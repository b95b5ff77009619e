import Foundation
import TrainParallel

/// `benchmarks pipeline`: images per second from files to batches, for each number of threads.
func measurePipelines(_ settings: Settings) throws {
  if !settings.json {
    print("pipeline         epoch    threads     images/s   (lowest - highest)")
  }
  for name in settings.data.map({ [$0] }) ?? PipelineData.standardNames {
    let data = try settings.data == nil ? PipelineData.standard(named: name) : PipelineData(directory: name)
    var fingerprint: UInt64?
    for threads in settings.threads {
      let result = try PipelineBenchmark(data: data, threads: threads, seconds: settings.seconds).measure()
      guard fingerprint ?? result.fingerprint == result.fingerprint else {
        throw BenchmarkError.wrongResult("\(data.name): other pixels with \(threads) threads")
      }
      fingerprint = result.fingerprint
      for (epoch, rates) in [("first", result.first), ("cached", result.cached)] {
        report(data.name, epoch, threads, rates.sorted(), json: settings.json)
      }
    }
  }
}

private func report(_ name: String, _ epoch: String, _ threads: Int, _ rates: [Double], json: Bool) {
  let (median, lowest, highest) = (rates[rates.count / 2], rates[0], rates[rates.count - 1])
  if json {
    print(
      JSON.object([
        ("pipeline", .string(name)), ("epoch", .string(epoch)), ("threads", .integer(threads)),
        ("images_per_second", .number(median)), ("lowest", .number(lowest)), ("highest", .number(highest)),
      ]))
  } else {
    print(
      String(
        format: "%@ %@ %7d %12.0f   (%.0f - %.0f)", name.padding(toLength: 16, withPad: " ", startingAt: 0),
        epoch.padding(toLength: 8, withPad: " ", startingAt: 0), threads, median, lowest, highest))
  }
}
