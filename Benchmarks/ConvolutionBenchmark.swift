import Kernels
import TrainParallel

/// Each convolution of the workloads by itself, on one thread.
///
/// Forward includes bias, function and pooling; dW includes spreading the gradient out through pooling and function, and
/// the gradient of the bias. An operation goes backward in one go: dW is measured where the layer is the network's
/// first, so that no gradient of its input is asked for, and dX is what the layer takes longer in its place. In networks with
/// branches both are measured together.
enum ConvolutionGroup: BenchmarkGroup {
  static let name = "convolution"
  static let summary = "each convolution of the workloads, forward, dW and dX, on one thread"
  static let options: Set = [
    "--workload", "--batch-size", "--lanes", "--keep-dead-outputs", "--instruction-set", "--seconds",
  ]

  private struct Row {
    let workload: String
    let batchSize: Int
    let layer: String
    let pass: String
    /// Of one image.
    let speed: Speed
  }

  private static let table = ResultTable<Row>(
    columns: [
      .text("workload", "workload") { $0.workload }, .count("batch_size", "batch") { $0.batchSize },
      .text("layer", "layer", width: 8) { $0.layer }, .text("pass", "pass", width: 7) { $0.pass },
      .number("microseconds_per_image", "us/image", digits: 2) {
        1e6 * $0.speed.seconds.median
      },
    ] + Speed.columns { $0.speed })

  static func run(_ settings: Settings) throws {
    settings.begin(table)
    for (workload, batchSize) in settings.cases {
      let model = try workload.model()
      try WorkloadGradientCheck(workload, settings).run()
      for index in model.layers.indices where model.layers[index] is Conv2D {
        let layer = try ConvolutionRun(model, layer: index, batchSize: batchSize, settings)
        for (pass, speed) in layer.measure(seconds: settings.seconds ?? 0.4) {
          settings.print(
            Row(
              workload: workload.name, batchSize: batchSize, layer: model.layers[index].name, pass: pass,
              speed: speed), in: table)
        }
      }
    }
  }
}

/// One convolution in its network, and at the head of what follows it.
private struct ConvolutionRun {
  private let inNetwork: ShardRun
  private let first: ShardRun?
  private let isFirst: Bool
  private let name: String
  private let operations: Double
  private let kernels: any KernelSet.Type

  init(_ model: Sequential, layer index: Int, batchSize: Int, _ settings: Settings) throws {
    name = model.layers[index].name
    inNetwork = try ShardRun(model, batchSize: batchSize, settings)
    operations = 2 * Double(model.productsPerImage(ofLayer: index))
    kernels = settings.instructionSet.kernels
    isFirst = !model.layers[..<index].contains { $0 is Conv2D || $0 is Dense }
    guard !isFirst, model.isStack else {
      first = nil
      return
    }
    let rest = try Sequential(input: model.inputShape(ofLayer: index), layers: Array(model.layers[index...]))
    first = try ShardRun(rest, batchSize: batchSize, settings)
  }

  /// The speed of each pass.
  func measure(seconds: Double) -> [(pass: String, speed: Speed)] {
    let meter = PeakMeter(kernels)
    func speed(_ windows: [Double]) -> Speed {
      Speed(operations: operations, seconds: Spread(windows), peak: meter.peak)
    }
    let (whole, shard) = inNetwork.operation(named: name)
    var work = [{ whole.forward(shard) }, { whole.backward(shard) }]
    var images = [shard.count, shard.count]
    if let first {
      let (alone, own) = first.operation(named: name)
      work.append { alone.backward(own) }
      images.append(own.count)
    }
    let windows = zip(
      secondsPerCall(seconds: seconds, of: work, betweenWindows: meter.sample), images
    ).map { windows, images in windows.map { $0 / Double(images) } }
    guard first != nil else {
      return [("forward", speed(windows[0])), (isFirst ? "dW" : "dW, dX", speed(windows[1]))]
    }
    // At least a nanosecond: a disturbed window may say that the whole takes less than its part.
    let dX = zip(windows[1], windows[2]).map { max($0 - $1, 1e-9) }
    return [("forward", speed(windows[0])), ("dW", speed(windows[2])), ("dX", speed(dX))]
  }
}
