import Foundation
import Kernels
import TrainParallel

/// One step of each optimizer over weights, gradient and slots, on one thread.
enum OptimizerGroup: BenchmarkGroup {
  static let name = "optimizer"
  static let summary = "each optimizer over parameters in cache and in memory, on one thread"
  static let options: Set = ["--instruction-set", "--seconds"]

  /// An optimizer, and what its first step takes off a weight whose gradient is g, in `Double`.
  private struct Rule: Sendable {
    let name: String
    let optimizer: any Optimizer
    let firstStep: @Sendable (_ g: Double) -> Double
  }

  private static let rules = [
    Rule(name: "sgd", optimizer: SGD()) { 0.01 * $0 },
    Rule(name: "sgd, momentum", optimizer: SGD(momentum: 0.9)) { 0.01 * $0 },
    Rule(name: "adam", optimizer: Adam()) { g in
      let alpha = 0.001 * (1 - 0.999).squareRoot() / (1 - 0.9)
      return alpha * (1 - 0.9) * g / (((1 - 0.999) * g * g).squareRoot() + 1e-7)
    },
    Rule(name: "rmsprop", optimizer: RMSprop()) { 0.001 * $0 / ((1 - 0.9) * $0 * $0 + 1e-7).squareRoot() },
    Rule(name: "adagrad", optimizer: AdaGrad()) { 0.001 * $0 / (0.1 + $0 * $0 + 1e-7).squareRoot() },
  ]

  private struct Row {
    let rule: String
    let parameters: Int
    let bytes: Int
    let seconds: Spread

    /// 10⁶ parameters per second.
    var rate: Spread { seconds.map { Double(parameters) / $0 / 1e6 } }
    /// 10⁹ bytes read or written per second.
    var traffic: Double { Double(bytes) / seconds.median / 1e9 }
  }

  private static let table = ResultTable<Row>(columns: [
    .text("optimizer", "optimizer", width: 13) { $0.rule },
    .count("parameters", "parameters") { $0.parameters },
    .json("parameters_per_second") { .number($0.rate.median * 1e6) },
    .json("bytes_per_second") { .number($0.traffic * 1e9) },
    .number(nil, "10^6/s", width: 8) { $0.rate.median }, .number(nil, "lowest", width: 8) { $0.rate.lowest },
    .number(nil, "highest", width: 8) { $0.rate.highest }, .number(nil, "GB/s", digits: 1) { $0.traffic },
    .json("lowest") { .number($0.rate.lowest * 1e6) }, .json("highest") { .number($0.rate.highest * 1e6) },
  ])

  static func run(_ settings: Settings) throws {
    settings.begin(table)
    for rule in rules {
      // Weights, gradient and slots in the second-level cache, in the last one perhaps, and beyond all of them.
      for count in [1 << 14, 1 << 20, 1 << 24] {
        let buffers = Buffers(rule.optimizer, count: count, settings.instructionSet.kernels)
        try buffers.check(rule)
        let seconds = Spread(secondsPerCall(seconds: settings.seconds ?? 0.5, of: [buffers.step])[0])
        settings.print(
          Row(rule: rule.name, parameters: count, bytes: buffers.bytesOfStep, seconds: seconds), in: table)
      }
    }
  }

  private final class Buffers {
    private let optimizer: any Optimizer
    private let kernels: any KernelSet.Type
    private let count: Int
    private let weights: FloatMemory
    private let gradient: FloatMemory
    private let slots: FloatMemory
    private var steps = 0

    init(_ optimizer: any Optimizer, count: Int, _ kernels: any KernelSet.Type) {
      self.optimizer = optimizer
      self.kernels = kernels
      self.count = count
      weights = FloatMemory(count: count)
      gradient = FloatMemory(count: count)
      slots = FloatMemory(count: optimizer.slotNames.count * count)
      slots.start.update(
        repeating: optimizer.initialSlotValue, count: optimizer.slotNames.count * count)
      for i in 0..<count {
        weights.start[i] = Float(i &* 6101 % 1000) / 500 - 1
        gradient.start[i] = Float(i &* 7919 % 1000 + 1) / 1000
      }
    }

    /// Every slot and the weights are read and written, the gradient is read.
    var bytesOfStep: Int { 4 * count * (3 + 2 * optimizer.slotNames.count) }

    /// One step, in stretches as the training has them.
    func step() {
      steps += 1
      let stretch = 2048
      for first in stride(from: 0, to: count, by: stretch) {
        optimizer.update(
          ParameterStretch(
            count: min(stretch, count - first), weights: weights.start + first,
            gradient: gradient.start + first, slots: slots.start + first, slotStride: count, kernels: kernels
          ), step: steps)
      }
    }

    /// The first step against the formula in `Double`: weights of at most 1 round to 2⁻²⁴, the kernels' roots and
    /// quotients to some 2⁻²² of a step.
    func check(_ rule: Rule) throws {
      let before = (0..<1000).map { Double(weights.start[$0]) }
      step()
      for (i, weight) in before.enumerated() {
        let move = rule.firstStep(Double(gradient.start[i]))
        let found = Double(weights.start[i])
        guard abs(found - (weight - move)) <= 0x1p-23 + 1e-5 * abs(move) else {
          throw BenchmarkError.wrongResult("\(rule.name): a weight became \(found), not \(weight - move)")
        }
      }
    }
  }
}
