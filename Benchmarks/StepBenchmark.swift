import Foundation
import Training
import TrainParallel

/// Whole training steps on a batch that stays in memory: forward, loss, backward, reduction, Adam.
struct StepBenchmark {
  var threads: Int
  var lanes: Int?
  var instructionSet: InstructionSet
  var windows = 7
  var secondsPerWindow = 0.5

  /// Images per second: the median and the spread of all windows.
  struct Result {
    let rates: [Double]
    var median: Double { rates.sorted()[rates.count / 2] }
    var lowest: Double { rates.min() ?? 0 }
    var highest: Double { rates.max() ?? 0 }
  }

  func measure(_ workload: Workload, batchSize: Int) throws -> Result {
    let model = try workload.model()
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 0)
    let source = ArraySource(
      samples: Tensor(
        shape: Shape([batchSize] + workload.input.dimensions),
        scalars: (0..<batchSize * workload.input.count).map { Float($0 &* 7919 % 1000) / 1000 }),
      labels: (0..<batchSize).map { $0 % workload.classes }, classCount: workload.classes)
    return try WorkerTeam.withTeam(threads: threads) { team in
      let engine = try TrainingEngine(
        model: model, parameters: parameters, batchSize: batchSize,
        laneCount: lanes ?? TrainingOptions.defaultLanes, optimizer: Adam(learningRate: 1e-6), seed: 0,
        kernels: instructionSet.kernels, executor: team)
      let feeder = BatchFeeder(plan: engine.plan, source: source, buffer: engine.input(0))
      feeder.aim(at: Array(0..<batchSize)[...], epoch: 0, buffer: engine.input(0))
      engine.prepare(feeder)
      var step = 0
      let first = engine.train(count: batchSize, input: 0, step: step, preparing: nil).loss
      var rates: [Double] = []
      for window in -1..<windows {
        let start = Date()
        var steps = 0
        while -start.timeIntervalSinceNow < secondsPerWindow {
          step += 1
          steps += 1
          _ = engine.train(count: batchSize, input: 0, step: step, preparing: nil)
        }
        if window >= 0 { rates.append(Double(steps * batchSize) / -start.timeIntervalSinceNow) }
      }
      let last = engine.train(count: batchSize, input: 0, step: step + 1, preparing: nil).loss
      guard last.isFinite, last < first else {
        throw BenchmarkError.wrongResult("\(workload.name): the loss went from \(first) to \(last)")
      }
      return Result(rates: rates)
    }
  }
}
