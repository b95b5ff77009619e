import Kernels
import LinearAlgebra

/// Names a value of the plan: the model's input is 0, each stage gives one more.
typealias ValueName = Int

/// A layer, or a few layers that are computed in one go, or a part of one, as the plan sees them.
struct Stage {
  /// What is computed.
  enum Kind {
    case convolution(Conv2D, WindowShape, PointwiseFunction, pool: Size2?)
    case groupedConvolution(WindowShape, groups: Int)
    case depthwise(WindowShape, multiplier: Int, PointwiseFunction)
    case pooling(PoolingOperation.Kind, WindowShape)
    case dense(Dense, PointwiseFunction)
    case batchDense(Dense)
    case pointwise(PointwiseFunction, isBiased: Bool)
    case curve(CurveFunction)
    case parametricReLU(slopes: Shape)
    case dropout(rate: Double, layer: Int, isSpatial: Bool)
    case rescaling(scale: [Float], offset: [Float])
    case zeroPadding(top: Int, left: Int)
    case layerNormalization(LayerNormalization)
    case localResponse(LocalResponse)
    case softmax
    case flatten
    /// What each sample contributes to the statistics of its batch.
    case moments(BatchStatistics)
    /// All lanes meet, and the statistics of the batch are put together.
    case meeting(BatchStatistics)
    /// The normalization by them, and a function that limits what comes out.
    case normalization(BatchStatistics, low: Float, high: Float)
    /// The whole of a normalization by the statistics of each shard.
    case ghostNormalization(BatchStatistics, low: Float, high: Float)
    /// A sum, and the least that it is limited to: 0 where a `relu` is part of it.
    case addition(low: Float)
    case concatenation
    /// The value with another border in memory.
    case copy
    /// The value for one of several that take it: their gradients are summed here.
    case branch
  }

  let name: String
  let kind: Kind
  /// The values that are taken.
  var inputs: [ValueName]
  /// The value that is given.
  let result: ValueName
  let inputShapes: [Shape]
  let output: Shape
  /// The kernel and the bias; empty where there are none.
  let parameters: [ParameterEntry]

  /// The shape of the first input.
  var input: Shape { inputShapes[0] }
  /// Whether a gradient is due here: frozen layers ask for none.
  var isTrained: Bool { parameters.contains(where: \.description.isTrainable) }
  /// The kernel's place in the parameter buffer.
  var kernel: Int { parameters[0].offset }
  /// The bias' place in the parameter buffer.
  var bias: Int? { parameters.count > 1 ? parameters[1].offset : nil }

  /// Whether the last unit of a patch may reach beyond the gradient of the input.
  var isConvolution: Bool {
    if case .convolution = kind { true } else { false }
  }

  /// Whether all lanes meet here.
  var isBatchWide: Bool {
    switch kind {
    case .batchDense, .meeting: true
    default: false
    }
  }

  /// Whether the output is the input's memory, under another name or shape.
  var isAlias: Bool {
    switch kind {
    case .flatten, .moments, .meeting, .branch: true
    default: false
    }
  }

  /// The arithmetic of a convolution that reads zeros around its input.
  var borderedWindow: (window: WindowShape, pool: Size2)? {
    switch kind {
    case .convolution(_, let window, _, let pool): (window, pool ?? 1)
    case .groupedConvolution(let window, _), .depthwise(let window, _, _): (window, 1)
    default: nil
    }
  }
}

// MARK: - What of the input is needed

extension Stage {
  /// The rows and columns of the input that are needed for some of the output.
  ///
  /// A pooling of an odd-sized map drops its last row and column, and what comes before need not compute them.
  func neededInput(height: Int, width: Int) -> (height: Int, width: Int) {
    let whole = ValueLayout(input)
    switch kind {
    case .convolution, .groupedConvolution, .depthwise:
      guard let (window, pool) = borderedWindow else { return (whole.height, whole.width) }
      return (
        window.vertical.neededInput(for: height * pool.height),
        window.horizontal.neededInput(for: width * pool.width)
      )
    case .pooling(_, let window):
      return (window.vertical.neededInput(for: height), window.horizontal.neededInput(for: width))
    case .pointwise, .curve, .parametricReLU, .dropout, .rescaling, .layerNormalization, .localResponse,
      .softmax, .addition, .concatenation, .copy, .branch, .normalization, .dense:
      return (height, width)
    case .batchDense, .flatten, .moments, .meeting, .ghostNormalization, .zeroPadding:
      return (whole.height, whole.width)
    }
  }

  /// The zeros that are read around an input of a size in memory; nil for a stage that reads none.
  func border(
    height: Int, width: Int, output: ValueLayout
  ) -> (top: Int, left: Int, bottom: Int, right: Int)? {
    guard let (window, pool) = borderedWindow else { return nil }
    return (
      window.vertical.paddingBefore, window.horizontal.paddingBefore,
      window.vertical.border(behind: height, outputs: output.height * pool.height),
      window.horizontal.border(behind: width, outputs: output.width * pool.width)
    )
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
