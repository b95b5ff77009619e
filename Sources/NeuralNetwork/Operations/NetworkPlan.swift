import Kernels
import LinearAlgebra

/// A network as the engine runs it: operations in segments, and the place of every number they use.
///
/// Within a segment a shard needs no word from other shards. The plan follows from the model, the size of the batch
/// and the number of lanes alone.
package struct NetworkPlan: Sendable {
  /// A part of the network between two meetings of all lanes.
  package enum Segment: Sendable {
    /// Operations that each shard goes through alone.
    case shards([any Operation])
    /// A dense layer over the whole batch.
    case batchDense(BatchDense)
  }

  /// The segments from the input to the logits; the last one is of shards.
  package let segments: [Segment]
  /// The loss behind the last segment.
  package let loss: CrossEntropy
  /// The sizes of all memory.
  package let memory: MemoryPlan

  private let input: Value

  /// What one lane's shard may occupy: about a second-level cache; never detected, so that no plan depends on the
  /// machine.
  static let shardFloats = 1 << 18

  /// Plans a network.
  ///
  /// - Parameters:
  ///   - model: A classifier.
  ///   - batchSize: The most samples of a batch.
  ///   - laneCount: The lanes that a batch is dealt to.
  ///   - seed: The seed of dropout.
  ///   - keepsDeadOutputs: Whether outputs are computed that a later pooling drops: for measurements.
  /// - Throws: `ModelError` where the model is no classifier.
  package init(
    model: Sequential, batchSize: Int, laneCount: Int, seed: UInt64, keepsDeadOutputs: Bool = false
  ) throws(ModelError) {
    try model.requireClassifier()
    let stages = model.stages(keepsDeadOutputs: keepsDeadOutputs)
    let single = NetworkPlanner(
      model, stages, shardSize: 1, batchSize: batchSize, seed: seed, keepsDeadOutputs: keepsDeadOutputs)
    let perLane = (batchSize + laneCount - 1) / laneCount
    let fitting = max(1, Self.shardFloats / max(1, single.memory.laneCount))
    let plan = NetworkPlanner(
      model, stages, shardSize: min(perLane, fitting), batchSize: batchSize, seed: seed,
      keepsDeadOutputs: keepsDeadOutputs)
    segments = plan.segments
    loss = plan.loss
    memory = plan.memory
    input = plan.input
  }

  /// Where a sample of the batch's input goes: its first pixel and the distance of its rows.
  package func inputPlace(of sample: Int, in buffer: UnsafeMutablePointer<Float>) -> (
    pixels: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    let start = buffer + (input.place.offset + sample * input.place.stride + input.layout.origin)
    return (start, input.layout.rowStride)
  }

  /// The probabilities of a sample in the batch's memory.
  package func probabilities(
    of sample: Int, in batch: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    batch + (loss.probabilities.offset + sample * loss.probabilities.stride)
  }

  /// Where the target distribution of a sample goes.
  package func target(of sample: Int, in input: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> {
    input + (loss.targets.offset + sample * loss.targets.stride)
  }

  /// Where the weight of a sample goes.
  package func weight(of sample: Int, in input: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> {
    input + (loss.weights.offset + sample * loss.weights.stride)
  }

  /// Every operation that packs weights.
  package var packingOperations: [any Operation] {
    segments.flatMap { segment -> [any Operation] in
      if case .shards(let operations) = segment { operations } else { [] }
    }
  }
}

/// Builds the operations of a plan and hands out the memory.
struct NetworkPlanner {
  private(set) var segments: [NetworkPlan.Segment] = []
  private(set) var memory: MemoryPlan
  let loss: CrossEntropy
  let input: Value

  init(
    _ model: Sequential, _ stages: [Stage], shardSize: Int, batchSize: Int, seed: UInt64,
    keepsDeadOutputs: Bool
  ) {
    var memory = MemoryPlan(shardSize: shardSize, batchSize: batchSize)
    let layouts = Self.layouts(model, stages, keepsDeadOutputs: keepsDeadOutputs)
    let values = Self.values(layouts, stages, &memory)
    var operations: [any Operation] = []
    for (index, stage) in stages.enumerated() {
      let (input, output) = (values[index], values[index + 1])
      if case .batchDense(let layer) = stage.kind {
        if !operations.isEmpty { segments.append(.shards(operations)) }
        operations = []
        segments.append(
          .batchDense(
            BatchDense(
              name: stage.name, inputs: stage.input[0], units: layer.units, input: input, output: output,
              kernel: stage.kernel, bias: stage.bias, &memory)))
      } else if let operation = stage.operation(input, output, seed: seed, &memory) {
        operations.append(operation)
      }
    }
    segments.append(.shards(operations))
    let logits = values[stages.count]
    loss = CrossEntropy(
      logits: logits, probabilities: memory.reserve(logits.layout.channels, in: .batch),
      targets: memory.reserve(logits.layout.channels, in: .input), weights: memory.reserve(1, in: .input))
    input = values[0]
    self.memory = memory
  }

  /// The input and the output of every stage, in memory.
  private static func values(_ layouts: [ValueLayout], _ stages: [Stage], _ memory: inout MemoryPlan)
    -> [Value]
  {
    let lastBatchWide = stages.lastIndex(where: \.isBatchWide)
    var values: [Value] = []
    var isTrained = false
    for index in 0...stages.count {
      let layout = layouts[index]
      if index > 0, case .flatten = stages[index - 1].kind {
        values.append(
          Value(layout: layout, place: values[index - 1].place, gradient: values[index - 1].gradient))
        continue
      }
      if index > 0 { isTrained = isTrained || stages[index - 1].hasParameters }
      // What a batch-wide layer touches is the batch's; what comes before it waits there for the way back.
      let touchesBatch = index > 0 && stages[index - 1].isBatchWide || feedsBatchWide(stages, from: index)
      let isEarly = lastBatchWide.map { index <= $0 } ?? false
      let storage: Storage = index == 0 ? .input : touchesBatch || isEarly ? .batch : .lane
      // The last unit of a patch may reach beyond the image.
      let slack = index < stages.count && stages[index].isConvolution ? 15 : 0
      values.append(
        Value(
          layout: layout, place: memory.reserve(layout.count, in: storage),
          gradient: isTrained
            ? memory.reserve(layout.elementCount + slack, in: touchesBatch ? .batch : .lane) : nil))
    }
    return values
  }

  /// Whether the value is, perhaps under another shape, the input of a batch-wide stage.
  private static func feedsBatchWide(_ stages: [Stage], from index: Int) -> Bool {
    var index = index
    while index < stages.count, case .flatten = stages[index].kind { index += 1 }
    return index < stages.count && stages[index].isBatchWide
  }

  /// The layout of every value: the pixels that are needed, and the border that the next stage needs.
  private static func layouts(
    _ model: Sequential, _ stages: [Stage], keepsDeadOutputs: Bool
  ) -> [ValueLayout] {
    var layout = ValueLayout(stages.last?.output ?? model.inputShape)
    var layouts = [layout]
    for (index, stage) in stages.enumerated().reversed() {
      var needed = stage.neededInput(height: layout.height, width: layout.width)
      if index == 0 || keepsDeadOutputs {
        // The images come whole in any case.
        let whole = ValueLayout(stage.input)
        needed = (whole.height, whole.width)
      }
      layout = stage.inputLayout(needed: needed, outputHeight: layout.height, outputWidth: layout.width)
      layouts.append(layout)
    }
    return layouts.reversed()
  }
}

extension Stage {
  /// The operation of a stage that shards go through alone; nil where there is nothing to compute.
  fileprivate func operation(
    _ input: Value, _ output: Value, seed: UInt64, _ memory: inout MemoryPlan
  ) -> (any Operation)? {
    func saved(if isNeeded: Bool) -> Place? {
      isNeeded ? memory.reserve(output.layout.elementCount, in: output.place.storage) : nil
    }
    switch kind {
    case .convolution(_, let window, let function, let pool):
      let geometry = ConvolutionGeometry(
        window: window, channels: input.layout.channels, filters: output.layout.channels, input: input.layout,
        height: output.layout.height * (pool?.height ?? 1), width: output.layout.width * (pool?.width ?? 1),
        pool: pool ?? 1)
      let needsInputGradient = input.gradient != nil
      let packing = WeightPacking(
        inputs: geometry.inputs, outputs: geometry.filters,
        turnedTaps: geometry.turnsKernel ? window.taps : 1, needsInputGradient: needsInputGradient,
        needsRowBias: geometry.isPlanar, &memory)
      let blocks = ConvolutionBlocks(geometry, needsInputGradient: needsInputGradient, &memory)
      let isShort =
        pool != nil
        && geometry.isShortAlongChoices(
          passing: function == .relu ? 0.5 : 1, needsInputGradient: needsInputGradient)
      let choices =
        isShort
        ? ChoiceBlocks(geometry, function, needsInputGradient: needsInputGradient, &memory) : nil
      return ConvolutionOperation(
        name: name, geometry: geometry, function: function, input: input, output: output,
        choice: saved(if: pool != nil), derivative: saved(if: function.storesDerivative), kernel: kernel,
        bias: bias, packing: packing, blocks: blocks, choices: choices,
        winograd: WinogradBlocks(geometry, &memory))
    case .pooling(let kind, let window):
      return PoolingOperation(
        name: name, kind: kind, window: window, input: input, output: output,
        choice: saved(if: kind != .average))
    case .dense(let layer, let function):
      let (inputs, units) = (self.input[-1], layer.units)
      let rows = self.input.count / inputs
      memory.requireScratch(max(memory.shardSize, rows) * MemoryPlan.aligned(units))
      return DenseOperation(
        name: name, inputs: inputs, units: units, rows: rows, function: function, input: input,
        output: output, derivative: saved(if: function.storesDerivative), kernel: kernel, bias: bias,
        packing: WeightPacking(
          inputs: inputs, outputs: units, needsInputGradient: input.gradient != nil, &memory))
    case .pointwise(let function, let isBiased):
      return PointwiseOperation(
        name: name, function: function, input: input, output: output,
        derivative: saved(if: function.storesDerivative), bias: isBiased ? bias : nil)
    case .dropout(let rate, let layer):
      return DropoutOperation(
        name: name, mask: DropoutMask(rate: rate, seed: seed, layer: layer), input: input, output: output,
        whole: ValueLayout(self.output),
        factors: memory.reserve(self.output.count, in: output.place.storage))
    case .softmax: return SoftmaxOperation(name: name, input: input, output: output)
    case .flatten, .batchDense: return nil
    }
  }
}
