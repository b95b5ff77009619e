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
      if let feeding = result.feeding { report(data.name, threads, feeding, json: settings.json) }
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

private func report(_ name: String, _ threads: Int, _ feeding: FeedingBenchmark.Result, json: Bool) {
  let augmented = feeding.augmented.sorted()[feeding.augmented.count / 2]
  let arrays = feeding.arrays.sorted()[feeding.arrays.count / 2]
  if json {
    print(
      JSON.object([
        ("pipeline", .string(name)), ("training", "lenet"), ("threads", .integer(threads)),
        ("images_per_second", .number(augmented)), ("images_per_second_from_arrays", .number(arrays)),
        ("ratio", .number(feeding.ratio)),
      ]))
  } else {
    print(
      String(
        format: "%@ lenet    %7d %12.0f   (from arrays %.0f, ratio %.3f)",
        name.padding(toLength: 16, withPad: " ", startingAt: 0), threads, augmented, arrays, feeding.ratio))
  }
}
