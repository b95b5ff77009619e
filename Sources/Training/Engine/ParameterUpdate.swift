import Kernels
import NeuralNetwork

/// The reduction of the lanes' gradients and the optimizer's step, in one pass over the parameters.
///
/// The parameters are cut into stretches that fit the first-level cache. For each, the lanes' gradients are summed in
/// the lanes' order and divided once by the number of samples, and the optimizer moves the weights, all before the
/// next stretch is touched. A batch-wide layer's kernel is updated on the layer's way back, stretch by stretch. Where
/// gradients are clipped by a norm the pass is split in two: the first keeps the gradient, the second moves the weights.
final class ParameterUpdate: @unchecked Sendable {
  /// Floats of a stretch.
  static let stretch = 2048

  /// The rule, with the learning rate of the step.
  var optimizer: any Optimizer
  /// The optimizer's slots, each with the layout of the parameters.
  let slots: FloatMemory
  /// The exponential moving average of the weights; nil where none is kept.
  let averages: Parameters?

  private let averageMomentum: Double
  /// What is summed over the lanes.
  private let parts: [Range<Int>]
  /// The place of a batch-wide layer's first stretch among the parts of the whole gradient, by the place of its kernel.
  private let denseParts: [(kernel: Int, first: Int)]
  private let clipping: GradientClipping?
  private let whole: WholeGradient?
  private let parameters: Parameters
  private let gradients: FloatMemory
  private let kernels: any KernelSet.Type
  private var step = 0
  private var samples = 0
  private var lanes = 0

  init(
    plan: NetworkPlan, parameters: Parameters, optimizer: any Optimizer, gradients: FloatMemory,
    kernels: any KernelSet.Type, clipping: GradientClipping? = nil, averageMomentum: Double? = nil
  ) {
    self.parameters = parameters
    self.optimizer = optimizer
    self.gradients = gradients
    self.kernels = kernels
    self.clipping = clipping
    self.averageMomentum = averageMomentum ?? 0
    averages = averageMomentum == nil ? nil : parameters.copy()
    let layout = parameters.layout
    slots = FloatMemory(count: optimizer.slotNames.count * layout.count)
    slots.start.update(repeating: optimizer.initialSlotValue, count: slots.count)

    let dense = plan.segments.compactMap { segment -> BatchDense? in
      if case .batchDense(let dense) = segment { dense } else { nil }
    }
    var reduced: [WholeGradient.Part] = []
    for (index, entry) in layout.entries.enumerated()
    where !dense.contains(where: { $0.kernel == entry.offset }) {
      let end = index + 1 < layout.entries.count ? layout.entries[index + 1].offset : layout.count
      for first in stride(from: entry.offset, to: end, by: Self.stretch) {
        reduced.append(.init(range: first..<min(first + Self.stretch, end), tensor: index))
      }
    }
    parts = reduced.map(\.range)
    var (all, denseParts) = (reduced, [(kernel: Int, first: Int)]())
    for layer in dense {
      denseParts.append((layer.kernel, all.count))
      let tensor = layout.entries.firstIndex { $0.offset == layer.kernel } ?? 0
      all += (0..<layer.stretches).map { .init(range: layer.range(ofStretch: $0), tensor: tensor) }
    }
    self.denseParts = denseParts
    whole = clipping.flatMap {
      $0.needsNorm
        ? WholeGradient(
          parts: all, count: layout.count, tensorCount: layout.entries.count, clipping: $0, kernels: kernels)
        : nil
    }
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

  /// Reduces every `tasks`-th stretch of what the lanes have gradients for, and moves its weights if it can.
  func run(task: Int, of tasks: Int, _ batch: Shard) {
    let gradient = batch.scratch
    for index in stride(from: task, to: parts.count, by: tasks) {
      let range = parts[index]
      kernels.reduce(
        count: range.count, lanes: gradients.start + range.lowerBound, laneStride: parameters.layout.count,
        laneCount: lanes, scale: 1 / Float(samples), sum: gradient)
      finish(range, gradient, part: index)
    }
  }

  /// Goes back through every `tasks`-th stretch of a batch-wide layer, and moves its weights if it can.
  func run(_ dense: BatchDense, task: Int, of tasks: Int, _ batch: Shard) {
    var first = 0
    for index in 0..<denseParts.count where denseParts[index].kernel == dense.kernel {
      first = denseParts[index].first
    }
    for stretch in stride(from: task, to: dense.stretches, by: tasks) {
      let (range, gradient) = dense.backward(batch, stretch: stretch)
      kernels.scale(count: range.count, gradient, by: 1 / Float(samples), gradient)
      finish(range, gradient, part: first + stretch)
    }
  }

  /// Whether the weights wait for the norm of the gradient: after all `run`, `measure`, then all `apply`.
  var waitsForNorm: Bool { whole != nil }

  /// Takes the norm of the gradient.
  func measure() {
    whole?.measure()
  }

  /// Moves the weights of every `tasks`-th stretch by the clipped gradient.
  func apply(task: Int, of tasks: Int) {
    guard let whole else { return }
    for part in stride(from: task, to: whole.parts.count, by: tasks) {
      update(whole.parts[part].range, whole.clipped(part))
    }
  }

  private func finish(_ range: Range<Int>, _ gradient: UnsafeMutablePointer<Float>, part: Int) {
    if let whole { return whole.keep(part, gradient) }
    if case .value(let limit)? = clipping {
      kernels.clamp(count: range.count, gradient, limit: Float(limit))
    }
    update(range, gradient)
  }

  private func update(_ range: Range<Int>, _ gradient: UnsafePointer<Float>) {
    let weights = parameters.values + range.lowerBound
    optimizer.update(
      ParameterStretch(
        count: range.count, weights: weights, gradient: gradient,
        slots: slots.start + range.lowerBound, slotStride: parameters.layout.count, kernels: kernels),
      step: step)
    guard let average = averages.map({ $0.values + range.lowerBound }) else { return }
    if step == 1 {
      // As Keras: the first weights say nothing.
      average.update(from: weights, count: range.count)
    } else {
      kernels.average(
        count: range.count, weights: weights, averages: average,
        oneMinusMomentum: Float(1 - averageMomentum))
    }
  }
}
