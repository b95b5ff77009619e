import Kernels
import NeuralNetwork

/// The reduction of the lanes' gradients and the optimizer's step, in one pass over the parameters.
///
/// The parameters are cut into stretches that fit the first-level cache. For each, the lanes' gradients are summed in
/// the lanes' order, or a batch-wide layer's gradient is computed; it is divided once by the number of samples; and
/// the optimizer moves the weights, all before the next stretch is touched.
final class ParameterUpdate: @unchecked Sendable {
  /// Floats of a stretch.
  static let stretch = 2048

  let optimizer: any Optimizer

  private enum Part {
    /// Summed over the lanes.
    case lanes(Range<Int>)
    /// Computed here: a stretch of a batch-wide layer's kernel.
    case batchDense(BatchDense, stretch: Int)
  }

  private let parts: [Part]
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

    let dense = plan.segments.compactMap { segment -> BatchDense? in
      if case .batchDense(let dense) = segment { dense } else { nil }
    }
    var parts: [Part] = []
    for layer in dense {
      for stretch in 0..<layer.gradientStretches { parts.append(.batchDense(layer, stretch: stretch)) }
    }
    for (index, entry) in layout.entries.enumerated()
    where !dense.contains(where: { $0.kernel == entry.offset }) {
      let end = index + 1 < layout.entries.count ? layout.entries[index + 1].offset : layout.count
      for first in stride(from: entry.offset, to: end, by: Self.stretch) {
        parts.append(.lanes(first..<min(first + Self.stretch, end)))
      }
    }
    self.parts = parts
  }

  /// Sets what the tasks of the next pass compute.
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

  /// Updates every `tasks`-th part.
  func run(task: Int, of tasks: Int, _ batch: Shard) {
    let scale = 1 / Float(samples)
    let gradient = batch.scratch
    let count = parameters.layout.count
    for index in stride(from: task, to: parts.count, by: tasks) {
      let range: Range<Int>
      switch parts[index] {
      case .lanes(let stretch):
        range = stretch
        kernels.reduce(
          count: range.count, lanes: gradients.start + range.lowerBound, laneStride: count, laneCount: lanes,
          scale: scale, sum: gradient)
      case .batchDense(let dense, let stretch):
        range = dense.kernelGradient(batch, stretch: stretch, into: gradient)
        kernels.scale(count: range.count, gradient, by: scale, gradient)
      }
      optimizer.update(
        ParameterStretch(
          count: range.count, weights: parameters.values + range.lowerBound, gradient: gradient,
          slots: slots.start + range.lowerBound, slotStride: count, kernels: kernels),
        step: step)
    }
  }
}
