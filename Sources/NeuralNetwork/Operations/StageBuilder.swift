import Kernels
import LinearAlgebra

extension Sequential {
  /// The stages of the network, without the softmax or sigmoid at its end: the loss takes the logits.
  ///
  /// - Parameters:
  ///   - keepsDeadOutputs: Whether outputs are computed that a pooling drops; such a pooling is a stage of its own then.
  ///   - hasGhostBatches: Whether batch normalization takes the statistics of each shard.
  func stages(keepsDeadOutputs: Bool = false, hasGhostBatches: Bool = false) -> [Stage] {
    var builder = StageBuilder(self, keepsDeadOutputs: keepsDeadOutputs, hasGhostBatches: hasGhostBatches)
    return builder.build()
  }
}

/// Turns layers into stages: some layers are computed in one go, others in several parts.
private struct StageBuilder {
  private let model: Sequential
  /// The layers, without the softmax or sigmoid at the end.
  private let layers: [any Layer]
  private let keepsDeadOutputs: Bool
  private let hasGhostBatches: Bool
  private var stages: [Stage] = []
  /// The value of each layer that has been turned into stages.
  private var values: [Int: ValueName] = [Sequential.modelInput: 0]
  /// The only layer that takes the output of a layer, where there is only one.
  private var followers: [Int: Int] = [:]
  /// The layers that are computed in one go with one before them.
  private var fused: Set<Int> = []

  init(_ model: Sequential, keepsDeadOutputs: Bool, hasGhostBatches: Bool) {
    self.model = model
    layers = model.logitLayers
    self.hasGhostBatches = hasGhostBatches
    self.keepsDeadOutputs = keepsDeadOutputs
    var counts: [Int: Int] = [:]
    for (layer, inbound) in model.inboundLayers.enumerated() {
      for place in inbound {
        counts[place, default: 0] += 1
        followers[place] = layer
      }
    }
    for (place, count) in counts where count > 1 { followers[place] = nil }
  }

  mutating func build() -> [Stage] {
    for index in layers.indices where !fused.contains(index) { add(index) }
    return stages.withBranches()
  }

  /// Appends the stages of a layer, and of those behind it that are computed in one go with it.
  private mutating func add(_ index: Int) {
    let layer = layers[index]
    let input = model.inputShape(ofLayer: index)
    let parameters = Array(model.parameterEntries(ofLayer: index))
    var last = index
    var function = ActivationFunction.linear

    switch layer {
    case let layer as Conv2D:
      last = addConvolution(layer, index, input, parameters)
      function = layer.activation
    case let layer as SeparableConv2D:
      last = addSeparable(layer, index, input, parameters)
      function = layer.activation
    case let layer as DepthwiseConv2D:
      let own: PointwiseFunction
      (last, own) = functionInOneGo(layer.activation, index)
      append(
        .depthwise(layer.window(for: input), multiplier: layer.depthMultiplier, own), index, parameters,
        last: last)
      function = layer.activation
    case let layer as MaxPooling2D: append(.pooling(.maximum, layer.window(for: input)), index)
    case let layer as MinPooling2D: append(.pooling(.minimum, layer.window(for: input)), index)
    case let layer as AveragePooling2D: append(.pooling(.average, layer.window(for: input)), index)
    case is GlobalAveragePooling2D: addGlobalPooling(.average, index, input)
    case is GlobalMaxPooling2D: addGlobalPooling(.maximum, index, input)
    case let layer as Dense:
      function = layer.activation
      let pointwise = layer.activation.pointwise ?? .linear
      if input.rank == 1, input[0] * layer.units >= BatchDense.leastParameters {
        append(.batchDense(layer), index, parameters)
        // What follows adds the gradient of the bias.
        append(.pointwise(pointwise, isBiased: layer.useBias), index, parameters)
      } else {
        append(.dense(layer, pointwise), index, parameters)
      }
      if function.pointwise != nil { function = .linear }
    case let layer as BatchNormalization: last = addNormalization(layer, index, input, parameters)
    case let layer as LayerNormalization: append(.layerNormalization(layer), index, parameters)
    case let layer as LocalResponseNormalization: append(.localResponse(LocalResponse(layer)), index)
    case let layer as Activation: function = layer.activation
    case let layer as LeakyReLU: append(.curve(.leakyReLU(slope: Float(layer.negativeSlope))), index)
    case let layer as ELU: append(.curve(.elu(alpha: Float(layer.alpha))), index)
    case let layer as ReLU: addReLU(layer, index)
    case is PReLU: append(.parametricReLU(slopes: parameters[0].shape), index, parameters)
    case let layer as Dropout: append(.dropout(rate: layer.rate, layer: index, isSpatial: false), index)
    case let layer as SpatialDropout2D:
      append(.dropout(rate: layer.rate, layer: index, isSpatial: true), index)
    case let layer as Rescaling:
      append(.rescaling(scale: layer.scale.map(Float.init), offset: layer.offset.map(Float.init)), index)
    case let layer as ZeroPadding2D: append(.zeroPadding(top: layer.top, left: layer.left), index)
    case is Add: last = addSum(index)
    case is Concatenate: append(.concatenation, index)
    case is Flatten: append(.flatten, index)
    default: preconditionFailure("\(layer.title) has no operation")
    }
    addFunction(function, last)
    if values[last] == nil { values[last] = values[model.inboundLayers[index][0]] }
  }

  /// Appends a stage that takes what the layer takes, or what the stage before gave for the same layer.
  private mutating func append(
    _ kind: Stage.Kind, _ index: Int, _ parameters: [ParameterEntry] = [], shape: Shape? = nil,
    last: Int? = nil
  ) {
    let isFirst = values[index] == nil
    let inbound = model.inboundLayers[index]
    let inputs = isFirst ? inbound.compactMap { values[$0] } : [values[index] ?? 0]
    let inputShapes = isFirst ? model.inputShapes(ofLayer: index) : [stages[stages.count - 1].output]
    let result = stages.count + 1
    stages.append(
      Stage(
        name: layers[index].name, kind: kind, inputs: inputs, result: result, inputShapes: inputShapes,
        output: shape ?? model.layerShapes[last ?? index], parameters: parameters))
    values[index] = result
    if let last { values[last] = result }
  }
}

// MARK: - Layers of several parts, and parts of several layers

extension StageBuilder {
  /// A convolution, with the function and the pooling that follow it where one kernel does all.
  ///
  /// - Returns: The last layer that is part of it.
  private mutating func addConvolution(
    _ layer: Conv2D, _ index: Int, _ input: Shape, _ parameters: [ParameterEntry]
  ) -> Int {
    let window = layer.window(for: input)
    guard layer.groups == 1 else {
      append(.groupedConvolution(window, groups: layer.groups), index, parameters)
      return index
    }
    var (last, function) = functionInOneGo(layer.activation, index)
    var pool: Size2?
    let isWhole = layer.activation.pointwise != nil
    if isWhole, let next = followers[last], let size = poolingInOneGo(next) {
      (last, pool) = (next, size)
      fused.insert(next)
    }
    append(.convolution(layer, window, function, pool: pool), index, parameters, last: last)
    return last
  }

  /// A depthwise convolution, then one of 1 x 1 pixels, with the function that follows it.
  ///
  /// - Returns: The last layer that is part of it.
  private mutating func addSeparable(
    _ layer: SeparableConv2D, _ index: Int, _ input: Shape, _ parameters: [ParameterEntry]
  ) -> Int {
    let window = layer.window(for: input)
    let channels = input[2] * layer.depthMultiplier
    let shape: Shape = [window.vertical.output, window.horizontal.output, channels]
    append(
      .depthwise(window, multiplier: layer.depthMultiplier, .linear), index, [parameters[0]], shape: shape)
    let pointwise = Conv2D(layer.filters, kernelSize: 1, useBias: layer.useBias)
    let (last, function) = functionInOneGo(layer.activation, index)
    append(
      .convolution(pointwise, pointwise.window(for: shape), function, pool: nil), index,
      Array(parameters.dropFirst()), last: last)
    return last
  }

  private mutating func addGlobalPooling(_ kind: PoolingOperation.Kind, _ index: Int, _ input: Shape) {
    let window = WindowShape(
      height: input[0], width: input[1], kernel: (input[0], input[1]), strides: (1, 1), padding: .valid)
    append(.pooling(kind, window), index, shape: [1, 1, input[2]])
    if model.layerShapes[index].rank == 1 { append(.flatten, index) }
  }

  /// The three parts of a batch normalization, the last with the limits that a following `relu` sets.
  private mutating func addNormalization(
    _ layer: BatchNormalization, _ index: Int, _ input: Shape, _ parameters: [ParameterEntry]
  ) -> Int {
    let statistics = BatchStatistics(
      layer, channels: input[-1], parameters: parameters, index: stages.count,
      isFrozen: model.frozen.contains(layer.name))
    var (last, low, high) = (index, -Float.infinity, Float.infinity)
    if let next = followers[index], let limits = limits(of: next) {
      (last, low, high) = (next, limits.low, limits.high)
      fused.insert(next)
    }
    if hasGhostBatches {
      append(.ghostNormalization(statistics, low: low, high: high), index, parameters, last: last)
      return last
    }
    append(.moments(statistics), index, parameters)
    append(.meeting(statistics), index)
    append(.normalization(statistics, low: low, high: high), index, parameters, last: last)
    return last
  }

  /// A sum, with the `relu` that follows it.
  private mutating func addSum(_ index: Int) -> Int {
    guard let next = followers[index], let limits = limits(of: next), limits.high == .infinity else {
      append(.addition(low: -.infinity), index)
      return index
    }
    fused.insert(next)
    append(.addition(low: 0), index, last: next)
    return next
  }

  private mutating func addReLU(_ layer: ReLU, _ index: Int) {
    if let function = pointwise(of: index) {
      append(.pointwise(function, isBiased: false), index)
    } else if let limits = limits(of: index) {
      append(.curve(.clamp(low: 0, high: limits.high)), index)
    } else {
      let high = layer.maxValue.map(Float.init) ?? .infinity
      let function = CurveFunction.rectified(
        slope: Float(layer.negativeSlope), threshold: Float(layer.threshold), high: high)
      append(.curve(function), index)
    }
  }

  /// Where a layer only limits its values from 0 on.
  private func limits(of index: Int) -> (low: Float, high: Float)? {
    switch layers[index] {
    case let layer as Activation where layer.activation == .relu: (0, .infinity)
    case let layer as Activation where layer.activation == .relu6: (0, 6)
    case let layer as ReLU where layer.negativeSlope == 0 && layer.threshold == 0:
      (0, layer.maxValue.map(Float.init) ?? .infinity)
    default: nil
    }
  }

  /// The function that follows a layer's sums, where it is no part of its stage.
  private mutating func addFunction(_ function: ActivationFunction, _ last: Int) {
    let isLast = last == layers.count - 1
    let isOwnStage =
      switch layers[last] {
      case is Activation: true
      case let layer as Conv2D: layer.groups > 1
      default: false
      }
    if isOwnStage, let pointwise = function.pointwise, pointwise != .linear {
      append(.pointwise(pointwise, isBiased: false), last)
    }
    if let curve = function.curve { append(.curve(curve), last) }
    if function == .softmax, !isLast { append(.softmax, last) }
  }

  /// The function that a convolution's stage applies itself: its own, or that of the layer behind it.
  ///
  /// - Returns: The last layer that is part of the stage, and the function; `linear` where a stage of its own has it.
  private mutating func functionInOneGo(
    _ own: ActivationFunction, _ index: Int
  ) -> (last: Int, function: PointwiseFunction) {
    guard own == .linear, let next = followers[index], let function = pointwise(of: next) else {
      return (index, own.pointwise ?? .linear)
    }
    fused.insert(next)
    return (next, function)
  }

  /// The function of an `Activation` layer, or of a `ReLU` without an upper limit or with that of 6.
  private func pointwise(of index: Int) -> PointwiseFunction? {
    if let layer = layers[index] as? Activation { return layer.activation.pointwise }
    switch limits(of: index)?.high {
    case .infinity: return .relu
    case 6: return .relu6
    default: return nil
    }
  }

  /// The size of a max pooling whose windows lie side by side inside the image.
  private func poolingInOneGo(_ index: Int) -> Size2? {
    guard let layer = layers[index] as? MaxPooling2D else { return nil }
    let window = layer.window
    let input = model.inputShape(ofLayer: index)
    let size = window.poolSize
    if keepsDeadOutputs, input[-3] % size.height + input[-2] % size.width > 0 { return nil }
    return window.padding == .valid && window.strides == window.poolSize ? window.poolSize : nil
  }
}

extension LocalResponse {
  /// The constants of a layer.
  fileprivate init(_ layer: LocalResponseNormalization) {
    self.init(
      radius: layer.depthRadius, bias: Float(layer.bias), alpha: Float(layer.alpha), beta: Float(layer.beta))
  }
}
