import Foundation
import TrainParallel

/// What batch normalization costs: a step with it against a step of the same network without it.
///
/// Without it, every convolution has a bias in its place, and the function behind it is computed with the convolution. Windows of
/// both take turns in one process, so that each is compared with its neighbour. The processors' own time leaves out what other
/// programs, and a machine's other guests, take of them.
enum NormalizationGroup: BenchmarkGroup {
  static let name = "normalization"
  static let summary = "steps with batch normalization against steps without it"
  static let options: Set = [
    "--workload", "--batch-size", "--threads", "--lanes", "--instruction-set", "--seconds",
  ]

  private struct Row {
    let workload: String
    let batchSize: Int
    let threads: Int
    /// Images per second.
    let with: Spread
    let without: Spread
    /// 100 · (1 − the time without / the time with), window by window.
    let percentOfStep: Spread
    /// The same of the time that the processors worked.
    let percentOfWork: Spread
  }

  private static let table = ResultTable<Row>(columns: [
    .text("workload", "workload") { $0.workload }, .count("batch_size", "batch") { $0.batchSize },
    .count("threads", "threads") { $0.threads },
    .number("with", "with", digits: 0) { $0.with.median },
    .number("without", "without", digits: 0) { $0.without.median },
    .number("percent_of_step", "% of step", digits: 1) { $0.percentOfStep.median },
    .number("lowest", "lowest", digits: 1) { $0.percentOfStep.lowest },
    .number("highest", "highest", digits: 1) { $0.percentOfStep.highest },
    .number("percent_of_work", "% of work", digits: 1) { $0.percentOfWork.median },
    .number("lowest_of_work", "lowest", digits: 1) { $0.percentOfWork.lowest },
    .number("highest_of_work", "highest", digits: 1) { $0.percentOfWork.highest },
  ])

  static func run(_ settings: Settings) throws {
    settings.begin(table)
    for (workload, batchSize) in settings.cases {
      guard try workload.model().layers.contains(where: { $0 is BatchNormalization }) else { continue }
      for threads in settings.threads(otherwise: [usableProcessors()]) {
        settings.print(try measure(workload, batchSize: batchSize, threads: threads, settings), in: table)
      }
    }
  }

  private static func measure(
    _ workload: Workload, batchSize: Int, threads: Int, _ settings: Settings
  ) throws -> Row {
    try WorkerTeam.withTeam(threads: threads) { team in
      let models = [try workload.model(), try workload.model().withoutBatchNormalization()]
      let runs = try models.map { model in
        let run = try StepRun(
          workload, model: model, batchSize: batchSize, lanes: settings.lanes,
          instructionSet: settings.instructionSet, executor: team)
        try run.requireFallingLoss()
        return run
      }
      let window = (settings.seconds ?? 24) / Double(2 * (windowsOfMeasurement + 1))
      var steps = runs.map { _ in [StepTime]() }
      for run in runs { run.train(seconds: window) }
      for _ in 0..<windowsOfMeasurement {
        for index in runs.indices { steps[index].append(StepTime(runs[index], seconds: window)) }
      }
      func share(_ time: (StepTime) -> Double) -> Spread {
        Spread(zip(steps[0], steps[1]).map { 100 * (1 - time($1) / time($0)) })
      }
      let rates = steps.map { Spread($0.map { Double(batchSize) / $0.wall }) }
      return Row(
        workload: workload.name, batchSize: batchSize, threads: threads, with: rates[0], without: rates[1],
        percentOfStep: share(\.wall), percentOfWork: share(\.processors))
    }
  }
}

/// The seconds of a step, on the clock and of all processors together.
private struct StepTime {
  let wall: Double
  let processors: Double

  /// Trains for some time.
  init(_ run: StepRun, seconds: Double) {
    let start = Self.worked
    let part = run.train(seconds: seconds)
    wall = part.seconds / Double(part.steps)
    processors = (Self.worked - start) / Double(part.steps)
  }

  /// What this process has had of the processors until now, in seconds.
  private static var worked: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Sequential {
  /// The network without its batch normalizations; its convolutions have a bias.
  fileprivate func withoutBatchNormalization() throws -> Sequential {
    let input = LayerOutput.input(inputShape)
    var outputs: [LayerOutput] = []
    for (layer, inbound) in zip(layers, inboundLayers) {
      let inputs = inbound.map { $0 == Self.modelInput ? input : outputs[$0] }
      outputs.append(layer is BatchNormalization ? inputs[0] : LayerOutput(layer.withBias, of: inputs))
    }
    return try Sequential(name: name, input: input, output: outputs[outputs.count - 1])
  }
}

extension Layer {
  /// A convolution with a bias; any other layer as it is.
  fileprivate var withBias: any Layer {
    switch self {
    case let layer as Conv2D:
      Conv2D(
        layer.filters, kernelSize: layer.kernelSize, strides: layer.strides, padding: layer.padding,
        dilationRate: layer.dilationRate, groups: layer.groups, activation: layer.activation,
        kernelInitializer: layer.kernelInitializer, name: layer.name)
    case let layer as DepthwiseConv2D:
      DepthwiseConv2D(
        kernelSize: layer.kernelSize, strides: layer.strides, padding: layer.padding,
        depthMultiplier: layer.depthMultiplier, dilationRate: layer.dilationRate,
        activation: layer.activation, depthwiseInitializer: layer.depthwiseInitializer, name: layer.name)
    default: self
    }
  }
}
