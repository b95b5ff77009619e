import Kernels
import LinearAlgebra

extension MemoryPlan {
  /// Reserves a number for each element of a value, where the value is.
  fileprivate mutating func reserve(besides value: Value) -> Place {
    reserve(value.layout.elementCount, in: value.place.storage)
  }
}

extension Stage {
  /// The operation of a stage that shards go through alone; nil where there is nothing to compute.
  func operation(
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
    case .depthwise(let window, let multiplier, let function):
      return DepthwiseOperation(
        name: name, window: window, multiplier: multiplier, function: function, input: input, output: output,
        derivative: saved(if: function.storesDerivative), kernel: kernel, bias: bias, normalized: normalized,
        &memory)
    case .pooling(let kind, let window):
      return PoolingOperation(
        name: name, kind: kind, window: window, input: input, output: output,
        choice: saved(if: kind != .average))
    case .dense(let layer, let function):
      let (inputs, units) = (self.input[-1], layer.units)
      let rows = self.input.count / inputs
      memory.requireScratch(max(memory.shardSize, rows) * MemoryPlan.aligned(units))
      return DenseOperation(
        name: name, inputs: inputs, units: units, function: function, input: input,
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
        passing: function.isRectified ? 0.5 : 1, needsInputGradient: needsInputGradient)
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
