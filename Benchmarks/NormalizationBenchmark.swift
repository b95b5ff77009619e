import TrainParallel

/// What batch normalization costs: a step with it against a step of the same network without it.
///
/// Without it, every convolution has a bias in its place, and the function behind it is computed with the convolution. Windows of
/// both take turns in one process, so that each is compared with its neighbour.
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
  }

  private static let table = ResultTable<Row>(columns: [
    .text("workload", "workload") { $0.workload }, .count("batch_size", "batch") { $0.batchSize },
    .count("threads", "threads") { $0.threads },
    .number("with", "with", digits: 0) { $0.with.median },
    .number("without", "without", digits: 0) { $0.without.median },
    .number("percent_of_step", "% of step", digits: 1) { $0.percentOfStep.median },
    .number("lowest", "lowest", digits: 1) { $0.percentOfStep.lowest },
    .number("highest", "highest", digits: 1) { $0.percentOfStep.highest },
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
      let seconds = secondsPerCall(
        seconds: settings.seconds ?? 8, of: runs.map { run in { _ = run.train() } })
      let images = Double(batchSize)
      return Row(
        workload: workload.name, batchSize: batchSize, threads: threads,
        with: Spread(seconds[0].map { images / $0 }), without: Spread(seconds[1].map { images / $0 }),
        percentOfStep: Spread(zip(seconds[0], seconds[1]).map { 100 * (1 - $1 / $0) }))
    }
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
