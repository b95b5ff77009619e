import TrainParallel

/// `benchmark`: how fast the standard networks train on this machine.
enum BenchmarkCommand: Command {
  struct Settings: CommonSettings {
    var workload: Workload?
    var batchSize: Int?
    var threads: Int?
    var seconds = 3.0
    var instructionSet: InstructionSet?
    var json = false
    var help = false
    var version = false
  }

  static let name = "benchmark"
  static let arguments = "[options]"
  static let summary = "how fast the standard networks train on this machine"
  static let abstract =
    "Measures whole training steps (forward, loss, backward, Adam) on batches in memory: images per second as the "
    + "median of \(windowsOfMeasurement) windows, the arithmetic of the direct algorithm per second, its part of what the "
    + "processors could do at most, and where the time goes. First it checks that the loss falls."

  static var options: [Option<Settings>] {
    [
      .value(
        "--workload", "NAME", \.workload, .workload, list(Workload.all.map(\.name)), otherwise: "all of them"),
      .value(
        "--batch-size", "N", \.batchSize, .wholeNumber(atLeast: 1, atMost: 1024), "images in a step",
        otherwise: "those of the workload"),
      .value("--threads", "N|auto", \.threads, .threads, "threads to work with"),
      .value("--seconds", "S", \.seconds, .positiveNumber, "about how long each measurement takes"),
      .value(
        "--instruction-set", "NAME", \.instructionSet, .instructionSet,
        list(InstructionSet.allCases.map(\.rawValue)), otherwise: "the best there is"),
      .flag("--json", \.json, "one JSON object a line"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, [])
    let settings = arguments.settings
    var benchmark = StepBenchmark()
    benchmark.threads = settings.threads ?? benchmark.threads
    benchmark.instructionSet = settings.instructionSet ?? benchmark.instructionSet
    benchmark.seconds = settings.seconds
    let table = StepMeasurement.table
    if !settings.json { try console.print(table.header) }
    for workload in settings.workload.map({ [$0] }) ?? Workload.all {
      for batchSize in settings.batchSize.map({ [$0] }) ?? workload.batchSizes {
        let result = try benchmark.measure(workload, batchSize: batchSize)
        try console.print(settings.json ? table.json(result).description : table.text(result))
      }
    }
  }
}

extension ValueReader where Value == Workload {
  /// One of the standard networks by its name.
  fileprivate static var workload: ValueReader {
    ValueReader(
      expected: list(Workload.all.map(\.name)), read: { name in Workload.all.first { $0.name == name } },
      text: { $0.name })
  }
}
