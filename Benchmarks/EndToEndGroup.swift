import Foundation
import TrainParallel

/// Whole runs of the program, for each number of threads.
enum EndToEndGroup: BenchmarkGroup {
  static let name = "end-to-end"
  static let summary = "whole runs of train-parallel: time, memory, and time to accuracy"
  static let options: Set = ["--data", "--threads"]

  private struct Row {
    let run: String
    let threads: Int
    let goal: Double
    let result: EndToEndBenchmark.Result
  }

  private static let table = ResultTable<Row>(columns: [
    .text("run", "run", width: 14) { $0.run }, .count("threads", "threads") { $0.threads },
    .number("seconds", "seconds", digits: 2) { $0.result.seconds },
    .number("peak_memory_mb", "peak MB", digits: 1) { $0.result.peakMemory },
    .number("test_accuracy", "accuracy", digits: 4) { $0.result.accuracy },
    .number("accuracy_goal", "goal", digits: 2) { $0.goal },
    .text(nil, "seconds to goal") {
      $0.result.secondsToGoal.map { String(format: "%.2f", $0) } ?? "not reached"
    },
    .json("seconds_to_goal") { $0.result.secondsToGoal.map(JSON.number) ?? .null },
  ])

  static func run(_ settings: Settings) throws {
    settings.begin(table)
    for threads in settings.threads(otherwise: [usableProcessors()]) {
      let benchmark = EndToEndBenchmark(data: settings.data, threads: threads)
      settings.print(
        Row(run: benchmark.name, threads: threads, goal: benchmark.goal, result: try benchmark.measure()),
        in: table)
    }
  }
}
