import Kernels
import LinearAlgebra

/// Builds the operations of a plan and hands out the memory.
struct NetworkPlanner {
  let segments: [NetworkPlan.Segment]
  let memory: MemoryPlan
  /// The normalizations by the statistics of shards, whose moving statistics are still those of the batch.
  let ghostStatistics: [BatchStatisticsOperation]
  let loss: LossOperation
  let input: Value
  /// The floats that each segment's shards go through at a time: those of one sample, and those that samples share.
  let workingFloats: [(sample: Int, weights: Int)]

  /// Plans a network for shards of the sizes given, by segment; the last size is that of all further segments.
  init(
    _ model: Sequential, _ stages: [Stage], shardSizes: [Int], batchSize: Int, seed: UInt64,
    loss: Loss, keepsDeadOutputs: Bool
  ) {
    var memory = MemoryPlan(shardSizes: shardSizes, batchSize: batchSize)
    let plan = ValuePlan(model, stages, keepsDeadOutputs: keepsDeadOutputs, &memory)
    memory.enter(segment: 0)
    func value(_ name: ValueName) -> Value {
      guard let value = plan.values[name] else {
        preconditionFailure("A stage takes a value that no stage gives")
      }
      return value
    }
    var segments: [NetworkPlan.Segment] = []
    var operations: [any Operation] = []
    var statistics: [Int: BatchStatisticsMemory] = [:]
    var ghosts: [BatchStatisticsOperation] = []
    func finishShards() {
      if !operations.isEmpty { segments.append(.shards(operations, size: memory.shardSize)) }
      operations = []
    }
    let inOneGo = stages.normalizationsInOneGo
    /// The memory of a normalization's statistics, and the gradient of its input.
    func takenTogether(
      _ layer: BatchStatistics, _ memory: inout MemoryPlan
    ) -> (memory: BatchStatisticsMemory, gradient: NormalizedGradient?) {
      let own =
        statistics[layer.index]
        ?? BatchStatisticsMemory(
          channels: layer.channels, isOfShards: false, &memory)
      statistics[layer.index] = own
      for stage in stages {
        guard case .normalization(let found, let low, let high) = stage.kind, found.index == layer.index,
          let dOutput = value(stage.result).gradient
        else { continue }
        let gradient = NormalizedGradient(
          value: value(stage.inputs[0]), dOutput: dOutput, memory: own, low: low, high: high)
        return (own, gradient)
      }
      return (own, nil)
    }
    for (index, stage) in stages.enumerated() {
      let (inputs, output) = (stage.inputs.map(value), value(stage.result))
      if stage.isBatchWide { finishShards() }
      memory.enter(segment: plan.segments[index])
      var normalized: NormalizedGradient?
      if let follower = inOneGo[index], case .normalization(let layer, _, _) = stages[follower].kind {
        normalized = takenTogether(layer, &memory).gradient
      }
      switch stage.kind {
      case .batchDense(let layer):
        segments.append(
          .batchDense(
            BatchDense(
              name: stage.name, inputs: stage.input[0], units: layer.units, input: inputs[0], output: output,
              kernel: stage.kernel, bias: stage.bias, &memory)))
      case .moments(let layer):
        let (own, gradient) = takenTogether(layer, &memory)
        let isInOneGo = index > 0 && inOneGo[index - 1] == index + 2
        operations.append(
          MomentsOperation(
            name: stage.name, value: output, statistics: layer, memory: own,
            gradient: isInOneGo ? nil : gradient))
      case .meeting(let layer):
        guard let own = statistics[layer.index] else { continue }
        segments.append(
          .batchStatistics(
            BatchStatisticsOperation(name: stage.name, statistics: layer, value: output, memory: own)))
      case .normalization(let layer, let low, let high):
        guard let own = statistics[layer.index] else { continue }
        operations.append(
          NormalizationOperation(
            name: stage.name, input: inputs[0], output: output, memory: own, low: low, high: high,
            isRenewed: plan.renewed.contains(stage.result)))
      case .ghostNormalization(let layer, let low, let high):
        let own = BatchStatisticsMemory(channels: layer.channels, isOfShards: true, &memory)
        // Where nobody asks for the gradient of the input, γ and β do.
        let input = Value(
          layout: inputs[0].layout, place: inputs[0].place,
          gradient: inputs[0].gradient ?? memory.reserve(inputs[0].layout.elementCount, in: .batch))
        let statistics = BatchStatisticsOperation(
          name: stage.name, statistics: layer, value: input, memory: own)
        ghosts.append(statistics)
        operations.append(
          GhostNormalizationOperation(
            name: stage.name,
            moments: MomentsOperation(
              name: stage.name, value: input, statistics: layer, memory: own,
              gradient: output.gradient.map {
                NormalizedGradient(value: input, dOutput: $0, memory: own, low: low, high: high)
              }),
            statistics: statistics,
            normalization: NormalizationOperation(
              name: stage.name, input: input, output: output, memory: own, low: low, high: high,
              isRenewed: false)))
      default:
        if let operation = stage.operation(inputs, output, seed: seed, normalized, &memory) {
          operations.append(operation)
        }
      }
    }
    segments.append(.shards(operations, size: memory.shardSize))
    let logits = value(stages.last?.result ?? 0)
    let classes = model.classCount
    self.loss = LossOperation(
      loss: loss, logits: logits, probabilities: memory.reserve(classes, in: .batch),
      targets: memory.reserve(classes, in: .input), weights: memory.reserve(1, in: .input), classes: classes)
    input = value(0)
    self.segments = segments
    ghostStatistics = ghosts
    self.memory = memory
    workingFloats = plan.segmentFloats.isEmpty ? [(memory.workspaceCount, 0)] : plan.segmentFloats
  }
}

extension MemoryPlan {
  /// Reserves a number for each element of a value, where the value is.
  fileprivate mutating func reserve(besides value: Value) -> Place {
    reserve(value.layout.elementCount, in: value.place.storage)
  }
}

extension Stage {
  /// The operation of a stage that shards go through alone; nil where there is nothing to compute.
  fileprivate func operation(
    _ inputs: [Value], _ output: Value, seed: UInt64, _ normalized: NormalizedGradient?,
    _ memory: inout MemoryPlan
  ) -> (any Operation)? {
    let input = inputs[0]
    func saved(if isNeeded: Bool) -> Place? { isNeeded ? memory.reserve(besides: output) : nil }
    switch kind {
    case .convolution(_, let window, let function, let pool):
      return convolution(input, output, window, function, pool, normalized, &memory)
    case .groupedConvolution(let window, let groups):
      return GroupedConvolutionOperation(
        name: name, window: window, groups: groups, input: input, output: output, kernel: kernel, bias: bias,
        &memory)
    case .depthwise(let window, let multiplier):
      return DepthwiseOperation(
        name: name, window: window, multiplier: multiplier, input: input, output: output, kernel: kernel,
        bias: bias, normalized: normalized, &memory)
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
    case .curve(let function):
      return CurveOperation(
        name: name, function: function, input: input, output: output,
        derivative: memory.reserve(besides: output))
    case .parametricReLU(let slopes):
      return ParametricReLUOperation(
        name: name, input: input, output: output, slopes: kernel, slopeShape: slopes, &memory)
    case .dropout(let rate, let layer, let isSpatial):
      return DropoutOperation(
        name: name, mask: DropoutMask(rate: rate, seed: seed, layer: layer), input: input, output: output,
        isSpatial: isSpatial, whole: isSpatial ? ValueLayout([self.output[-1]]) : ValueLayout(self.output),
        factors: memory.reserve(isSpatial ? self.output[-1] : self.output.count, in: output.place.storage))
    case .rescaling(let scale, let offset):
      return RescalingOperation(name: name, input: input, output: output, scale: scale, offset: offset)
    case .zeroPadding(let top, let left):
      return ZeroPaddingOperation(name: name, input: input, output: output, top: top, left: left)
    case .layerNormalization(let layer):
      return LayerNormalizationOperation(
        name: name, layer: layer, input: input, output: output, parameters: parameters, &memory)
    case .localResponse(let response):
      return LocalResponseOperation(
        name: name, response: response, input: input, output: output,
        denominators: memory.reserve(besides: output), &memory)
    case .addition(let low):
      return AdditionOperation(name: name, inputs: inputs, output: output, low: low)
    case .concatenation: return ConcatenationOperation(name: name, inputs: inputs, output: output)
    case .copy: return CopyOperation(name: name, input: input, output: output)
    case .branch: return BranchOperation(name: name, input: input, output: output)
    case .softmax: return SoftmaxOperation(name: name, input: input, output: output)
    case .flatten, .batchDense, .moments, .meeting, .normalization, .ghostNormalization: return nil
    }
  }

  private func convolution(
    _ input: Value, _ output: Value, _ window: WindowShape, _ function: PointwiseFunction, _ pool: Size2?,
    _ normalized: NormalizedGradient?, _ memory: inout MemoryPlan
  ) -> ConvolutionOperation {
    func saved(if isNeeded: Bool) -> Place? { isNeeded ? memory.reserve(besides: output) : nil }
    let geometry = ConvolutionGeometry(
      window: window, channels: input.layout.channels, filters: output.layout.channels, input: input.layout,
      height: output.layout.height * (pool?.height ?? 1), width: output.layout.width * (pool?.width ?? 1),
      pool: pool ?? 1)
    let needsInputGradient = input.gradient != nil
    let isShort =
      pool != nil
      && geometry.isShortAlongChoices(
        passing: function == .relu ? 0.5 : 1, needsInputGradient: needsInputGradient)
    let winograd = WinogradBlocks(
      geometry, isBackward: output.gradient != nil && !isShort, needsInputGradient: needsInputGradient,
      &memory)
    let packing = WeightPacking(
      inputs: geometry.inputs, outputs: geometry.filters,
      turnedTaps: geometry.turnsKernel ? window.taps : 1, needsForward: winograd == nil,
      needsInputGradient: needsInputGradient && winograd?.back == nil,
      needsRowBias: geometry.isPlanar, &memory)
    let blocks = ConvolutionBlocks(
      geometry, needsInputGradient: needsInputGradient && winograd?.back == nil, &memory)
    let choices =
      isShort ? ChoiceBlocks(geometry, function, needsInputGradient: needsInputGradient, &memory) : nil
    return ConvolutionOperation(
      name: name, geometry: geometry, function: function, input: input, output: output,
      choice: saved(if: pool != nil), derivative: saved(if: function.storesDerivative), kernel: kernel,
      bias: bias, packing: packing, blocks: blocks, choices: choices,
      winograd: winograd,
      normalized: normalized)
  }
}
