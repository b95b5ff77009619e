import Kernels
import NeuralNetwork

/// The reduction of the lanes' gradients and the optimizer's step, in one pass over the parameters.
///
/// The parameters are cut into stretches that fit the first-level cache. For each, the lanes' gradients are summed in
/// the lanes' order and divided once by the number of samples, and the optimizer moves the weights, all before the
/// next stretch is touched. A batch-wide layer's kernel is updated on the layer's way back, stretch by stretch. Where
/// gradients are clipped by a norm the pass is split in two: the first keeps the gradient, the second moves the weights.
///
/// Where several batches make one step, the lanes go on adding up, and a batch-wide layer's gradient is kept from batch to
/// batch; the sum is divided once by the samples of all of them. What is not trained has no stretch: it is never moved.
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
  /// The gradients of batch-wide layers, summed over the batches of a step; nil where each batch is a step.
  private let kept: FloatMemory?
  private let clipping: GradientClipping?
  private let whole: WholeGradient?
  /// The steps of a rule that scales by norms.
  private let scaled: NormScaledSteps?
  /// The parameters that no gradient moves.
  private let untrained: [Range<Int>]
  /// Whether weight decay applies to each part.
  private let isDecayed: [Bool]
  private let parameters: Parameters
  private let gradients: FloatMemory
  private let kernels: any KernelSet.Type
  private var step = 0
  private var samples = 0
  private var lanes = 0
  private var isLast = true

  init(
    plan: NetworkPlan, parameters: Parameters, optimizer: any Optimizer, gradients: FloatMemory,
    kernels: any KernelSet.Type, clipping: GradientClipping? = nil, averageMomentum: Double? = nil,
    decaysVectors: Bool = false, accumulates: Bool = false
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
    kept = accumulates && !dense.isEmpty ? FloatMemory(count: layout.count) : nil
    var reduced: [WholeGradient.Part] = []
    for (index, entry) in layout.entries.enumerated()
    where entry.description.isTrainable && !dense.contains(where: { $0.kernel == entry.offset }) {
      let end = index + 1 < layout.entries.count ? layout.entries[index + 1].offset : layout.count
      for first in stride(from: entry.offset, to: end, by: Self.stretch) {
        reduced.append(.init(range: first..<min(first + Self.stretch, end), tensor: index))
      }
    }
    parts = reduced.map(\.range)
    var (all, denseParts) = (reduced, [(kernel: Int, first: Int)]())
    for layer in dense {
      let tensor = layout.entries.firstIndex { $0.offset == layer.kernel } ?? 0
      guard layout.entries[tensor].description.isTrainable else { continue }
      denseParts.append((layer.kernel, all.count))
      all += (0..<layer.stretches).map { .init(range: layer.range(ofStretch: $0), tensor: tensor) }
    }
    self.denseParts = denseParts
    untrained = layout.entries.filter { !$0.description.isTrainable }.map(\.range)
    // A bias, and what scales and moves a normalization, is a vector.
    isDecayed = all.map { decaysVectors || layout.entries[$0.tensor].shape.rank > 1 }
    scaled =
      optimizer.scalesByNorms
      ? NormScaledSteps(
        parts: all, count: layout.count, tensorCount: layout.entries.count, kernels: kernels) : nil
    whole = clipping.flatMap {
      $0.needsNorm
        ? WholeGradient(
          parts: all, count: layout.count, tensorCount: layout.entries.count, clipping: $0, kernels: kernels)
        : nil
    }
  }

  /// Sets what the tasks of a batch compute.
  ///
  /// - Parameters:
  ///   - step: The number of the step that the batch ends, from 1; nil where others follow that belong to it.
  ///   - samples: The samples of the batch.
  ///   - lanes: The lanes that have a gradient.
  func begin(step: Int?, samples: Int, lanes: Int) {
    self.samples = hasGradient ? self.samples + samples : samples
    self.lanes = hasGradient ? max(self.lanes, lanes) : lanes
    self.step = step ?? 0
    isLast = step != nil
    hasGradient = step == nil
  }

  /// Whether there is a gradient that no step has used yet.
  private(set) var hasGradient = false

  /// Forgets such a gradient.
  func forgetGradient() {
    hasGradient = false
    gradients.start.update(repeating: 0, count: gradients.count)
    kept?.start.update(repeating: 0, count: parameters.layout.count)
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
    guard dense.hasBackward else { return }
    var first: Int?
    for index in 0..<denseParts.count where denseParts[index].kernel == dense.kernel {
      first = denseParts[index].first
    }
    for stretch in stride(from: task, to: dense.stretches, by: tasks) {
      let (range, gradient) = dense.backward(batch, stretch: stretch)
      guard let first else { continue }
      if let kept {
        let sum = kept.start + range.lowerBound
        kernels.add(count: range.count, gradient, to: sum)
        guard isLast else { continue }
        gradient.update(from: sum, count: range.count)
        sum.update(repeating: 0, count: range.count)
      }
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
      take(whole.parts[part].range, whole.clipped(part), part: part)
    }
  }

  /// Whether the steps wait for norms: after all else `measureSteps`, then all `move`.
  var waitsForSteps: Bool { scaled != nil }

  /// Takes the norms of weights and directions.
  func measureSteps() {
    scaled?.measure()
  }

  /// Moves the weights of every `tasks`-th stretch by the direction that is known.
  func move(task: Int, of tasks: Int) {
    guard let scaled else { return }
    for part in stride(from: task, to: scaled.parts.count, by: tasks) {
      let range = scaled.parts[part].range
      scaled.move(part, weights: parameters.values + range.lowerBound, learningRate: optimizer.learningRate)
      average(range)
    }
  }

  private func finish(_ range: Range<Int>, _ gradient: UnsafeMutablePointer<Float>, part: Int) {
    if let whole { return whole.keep(part, gradient) }
    if case .value(let limit)? = clipping {
      kernels.clamp(count: range.count, gradient, limit: Float(limit))
    }
    take(range, gradient, part: part)
  }

  /// Moves the weights of a stretch, or works out where they shall go.
  private func take(_ range: Range<Int>, _ gradient: UnsafePointer<Float>, part: Int) {
    let weights = parameters.values + range.lowerBound
    let stretch = ParameterStretch(
      count: range.count, weights: weights, gradient: gradient, slots: slots.start + range.lowerBound,
      slotStride: parameters.layout.count, isDecayed: isDecayed[part], kernels: kernels)
    if let scaled {
      optimizer.direct(stretch, into: scaled.direction(part), step: step)
      scaled.measure(part, weights: weights)
    } else {
      optimizer.update(stretch, step: step)
      average(range)
    }
  }

  /// Brings the parameters that no gradient moves to where the averages are evaluated and saved.
  func copyUntrained() {
    guard let averages else { return }
    for range in untrained {
      (averages.values + range.lowerBound).update(
        from: parameters.values + range.lowerBound, count: range.count)
    }
  }

  private func average(_ range: Range<Int>) {
    guard let averages else { return }
    let (weights, average) = (parameters.values + range.lowerBound, averages.values + range.lowerBound)
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
