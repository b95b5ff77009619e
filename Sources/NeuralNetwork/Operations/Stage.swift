import Kernels
import LinearAlgebra

/// A layer, or a few layers that are computed in one go, as the plan sees them.
struct Stage {
  /// What is computed.
  enum Kind {
    case convolution(Conv2D, WindowShape, PointwiseFunction, pool: Size2?)
    case pooling(PoolingOperation.Kind, WindowShape)
    case dense(Dense, PointwiseFunction)
    case batchDense(Dense)
    case pointwise(PointwiseFunction, isBiased: Bool)
    case dropout(rate: Double, layer: Int)
    case softmax
    case flatten
  }

  let name: String
  let kind: Kind
  let input: Shape
  let output: Shape
  /// The kernel and the bias; empty where there are none.
  let parameters: [ParameterEntry]

  var hasParameters: Bool { !parameters.isEmpty }
  /// The kernel's place in the parameter buffer.
  var kernel: Int { parameters[0].offset }
  /// The bias' place in the parameter buffer.
  var bias: Int? { parameters.count > 1 ? parameters[1].offset : nil }

  var isConvolution: Bool {
    if case .convolution = kind { true } else { false }
  }

  var isBatchWide: Bool {
    if case .batchDense = kind { true } else { false }
  }
}

extension Stage {
  /// The rows and columns of the input that are needed for some of the output.
  ///
  /// A pooling of an odd-sized map drops its last row and column, and what comes before need not compute them.
  func neededInput(height: Int, width: Int) -> (height: Int, width: Int) {
    let whole = ValueLayout(input)
    switch kind {
    case .convolution(_, let window, _, let pool):
      let rows = height * (pool?.height ?? 1)
      let columns = width * (pool?.width ?? 1)
      return (window.vertical.neededInput(for: rows), window.horizontal.neededInput(for: columns))
    case .pooling(_, let window):
      return (window.vertical.neededInput(for: height), window.horizontal.neededInput(for: width))
    case .pointwise, .dropout, .softmax:
      return (height, width)
    case .dense, .batchDense, .flatten:
      return (whole.height, whole.width)
    }
  }

  /// The input as it lies in memory, where only some of its pixels are needed and the output's size is given.
  func inputLayout(needed: (height: Int, width: Int), outputHeight: Int, outputWidth: Int) -> ValueLayout {
    var layout = ValueLayout(input)
    layout.height = needed.height
    layout.width = needed.width
    guard case .convolution(_, let window, _, let pool) = kind else { return layout }
    layout.top = window.vertical.paddingBefore
    layout.left = window.horizontal.paddingBefore
    layout.bottom = window.vertical.border(
      behind: needed.height, outputs: outputHeight * (pool?.height ?? 1))
    layout.right = window.horizontal.border(
      behind: needed.width, outputs: outputWidth * (pool?.width ?? 1))
    return layout
  }
}

extension WindowAxis {
  /// The pixels from the first on that `outputs` windows read.
  fileprivate func neededInput(for outputs: Int) -> Int {
    min(input, (outputs - 1) * stride + extent - paddingBefore)
  }

  /// The zeros behind `pixels` that `outputs` windows read.
  fileprivate func border(behind pixels: Int, outputs: Int) -> Int {
    max(0, (outputs - 1) * stride + extent - paddingBefore - pixels)
  }
}

extension Sequential {
  /// The stages of the network, without the softmax at its end: the loss takes the logits.
  ///
  /// - Parameter keepsDeadOutputs: Whether outputs are computed that a pooling drops; such a pooling is a stage of its
  ///   own then.
  func stages(keepsDeadOutputs: Bool = false) -> [Stage] {
    var stages: [Stage] = []
    var index = 0
    while index < layers.count {
      let layer = layers[index]
      let input = inputShape(ofLayer: index)
      let parameters = Array(parameterEntries(ofLayer: index))
      var output = layerShapes[index]
      var isSoftmax = false
      func add(_ kind: Stage.Kind, from input: Shape, _ parameters: [ParameterEntry] = []) {
        stages.append(
          Stage(name: layer.name, kind: kind, input: input, output: output, parameters: parameters))
      }
      switch layer {
      case let layer as Conv2D:
        var function = layer.activation.pointwise ?? .linear
        isSoftmax = layer.activation == .softmax
        if layer.activation == .linear, let next = pointwise(at: index + 1) {
          function = next
          index += 1
        }
        var pool: Size2?
        if !isSoftmax, let size = poolingInOneGo(at: index + 1, keepsDeadOutputs: keepsDeadOutputs) {
          pool = size
          index += 1
          output = layerShapes[index]
        }
        add(.convolution(layer, layer.window(for: input), function, pool: pool), from: input, parameters)
      case let layer as MaxPooling2D: add(.pooling(.maximum, layer.window(for: input)), from: input)
      case let layer as MinPooling2D: add(.pooling(.minimum, layer.window(for: input)), from: input)
      case let layer as AveragePooling2D: add(.pooling(.average, layer.window(for: input)), from: input)
      case let layer as Dense:
        isSoftmax = layer.activation == .softmax
        let function = layer.activation.pointwise ?? .linear
        if input.rank == 1, input[0] * layer.units >= BatchDense.leastParameters {
          add(.batchDense(layer), from: input, parameters)
          // What follows adds the gradient of the bias.
          add(.pointwise(function, isBiased: layer.useBias), from: output, parameters)
        } else {
          add(.dense(layer, function), from: input, parameters)
        }
      case let layer as Activation:
        isSoftmax = layer.activation == .softmax
        if let function = layer.activation.pointwise {
          add(.pointwise(function, isBiased: false), from: input)
        }
      case let layer as Dropout: add(.dropout(rate: layer.rate, layer: index), from: input)
      case is Flatten: add(.flatten, from: input)
      default: preconditionFailure("\(layer.title) has no operation")
      }
      if isSoftmax, index < layers.count - 1 { add(.softmax, from: output) }
      index += 1
    }
    return stages
  }

  /// The function of an `Activation` layer at this place.
  private func pointwise(at index: Int) -> PointwiseFunction? {
    guard index < layers.count, let layer = layers[index] as? Activation else { return nil }
    return layer.activation.pointwise
  }

  /// The size of a max pooling at this place whose windows lie side by side inside the image.
  private func poolingInOneGo(at index: Int, keepsDeadOutputs: Bool) -> Size2? {
    guard index < layers.count, let layer = layers[index] as? MaxPooling2D else { return nil }
    let window = layer.window
    let input = inputShape(ofLayer: index)
    let size = window.poolSize
    if keepsDeadOutputs, input[-3] % size.height + input[-2] % size.width > 0 { return nil }
    return window.padding == .valid && window.strides == window.poolSize ? window.poolSize : nil
  }
}
