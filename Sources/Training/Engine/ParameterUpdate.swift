import Kernels
import NeuralNetwork

/// The reduction of the lanes' gradients and the optimizer's step, in one pass over the parameters.
///
/// The parameters are cut into stretches that fit the first-level cache. For each, the lanes' gradients are summed in
/// the lanes' order and divided once by the number of samples, and the optimizer moves the weights, all before the
/// next stretch is touched. A batch-wide layer's kernel is updated on the layer's way back, stretch by stretch.
final class ParameterUpdate: @unchecked Sendable {
  /// Floats of a stretch.
  static let stretch = 2048

  let optimizer: any Optimizer

  /// What is summed over the lanes.
  private let parts: [Range<Int>]
  private let parameters: Parameters
  private let gradients: FloatMemory
  private let slots: FloatMemory
  private let kernels: any KernelSet.Type
  private var step = 0
  private var samples = 0
  private var lanes = 0

  init(
    plan: NetworkPlan, parameters: Parameters, optimizer: any Optimizer, gradients: FloatMemory,
    kernels: any KernelSet.Type
  ) {
    self.parameters = parameters
    self.optimizer = optimizer
    self.gradients = gradients
    self.kernels = kernels
    let layout = parameters.layout
    slots = FloatMemory(count: optimizer.slotNames.count * layout.count)
    slots.start.update(repeating: optimizer.initialSlotValue, count: slots.count)

    let dense = plan.segments.compactMap { segment -> Int? in
      if case .batchDense(let dense) = segment { dense.kernel } else { nil }
    }
    var parts: [Range<Int>] = []
    for (index, entry) in layout.entries.enumerated()
    where !dense.contains(entry.offset) {
      let end = index + 1 < layout.entries.count ? layout.entries[index + 1].offset : layout.count
      for first in stride(from: entry.offset, to: end, by: Self.stretch) {
        parts.append(first..<min(first + Self.stretch, end))
      }
    }
    self.parts = parts
  }

  /// Sets what the tasks of the step compute.
  ///
  /// - Parameters:
  ///   - step: The number of the step, from 1.
  ///   - samples: The samples of the batch.
  ///   - lanes: The lanes that have a gradient.
  func begin(step: Int, samples: Int, lanes: Int) {
    self.step = step
    self.samples = samples
    self.lanes = lanes
  }

  /// Reduces and updates every `tasks`-th stretch of what the lanes have gradients for.
  func run(task: Int, of tasks: Int, _ batch: Shard) {
    let gradient = batch.scratch
    for index in stride(from: task, to: parts.count, by: tasks) {
      let range = parts[index]
      kernels.reduce(
        count: range.count, lanes: gradients.start + range.lowerBound, laneStride: parameters.layout.count,
        laneCount: lanes, scale: 1 / Float(samples), sum: gradient)
      update(range, gradient)
    }
  }

  /// Goes back through every `tasks`-th stretch of a batch-wide layer and updates its weights.
  func run(_ dense: BatchDense, task: Int, of tasks: Int, _ batch: Shard) {
    for stretch in stride(from: task, to: dense.stretches, by: tasks) {
      let (range, gradient) = dense.backward(batch, stretch: stretch)
      kernels.scale(count: range.count, gradient, by: 1 / Float(samples), gradient)
      update(range, gradient)
    }
  }

  private func update(_ range: Range<Int>, _ gradient: UnsafePointer<Float>) {
    optimizer.update(
      ParameterStretch(
        count: range.count, weights: parameters.values + range.lowerBound, gradient: gradient,
        slots: slots.start + range.lowerBound, slotStride: parameters.layout.count, kernels: kernels),
      step: step)
  }
}
