import Kernels
import LinearAlgebra

/// Conv2D with its bias, its activation function and, where one follows, a max pooling whose windows do not overlap.
///
/// The output of the convolution itself is never kept: its rows go to a strip that stays in the first-level cache,
/// and from there through the function and the pooling to the output. Backward, the gradient of a few images or rows
/// is spread out again, and read by the two products while it is hot.
struct ConvolutionOperation: Operation {
  let name: String
  let geometry: ConvolutionGeometry
  let function: PointwiseFunction
  let input: Value
  let output: Value
  /// The choices of the pooling.
  let choice: Place?
  /// dy/dz of functions that store it.
  let derivative: Place?
  /// The kernel's place in the parameter buffer.
  let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  let packing: WeightPacking
  let blocks: ConvolutionBlocks
  /// The way back along the chosen taps of the pooling, where that is shorter.
  let choices: ChoiceBlocks?
  /// The way by Winograd's algorithm, where it applies.
  let winograd: WinogradBlocks?
  /// The gradient of the output, where a batch normalization takes it.
  let normalized: NormalizedGradient?

  /// Whether the sums are the outputs as they are, so that they go to their place without a strip.
  var isStraight: Bool { function == .linear && choice == nil && geometry.filters % 16 == 0 }

  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type
  ) {
    packing.pack(
      kernel: parameters + kernel, bias: bias.map { parameters + $0 }, into: packed, kernels)
    if let winograd { packForWinograd(parameters + kernel, into: packed, winograd, kernels) }
    if let choices { choices.imageParts?.pack(parameters + kernel, into: packed + choices.weights, kernels) }
  }
}

// MARK: - Rows

extension ConvolutionOperation {
  /// The patches of the output row whose first tap is given.
  func patches(of image: UnsafeMutablePointer<Float>) -> PatchRow {
    PatchRow(
      image: image, kernelRow: geometry.tapRow, kernelColumn: geometry.tapColumn, step: geometry.stepColumn,
      rows: geometry.kernelHeight, columns: geometry.kernelWidth, channels: geometry.channels,
      patches: geometry.width)
  }

  /// The pooling windows of a strip.
  func pooling(of strip: UnsafeMutablePointer<Float>, row: Int) -> PoolingRow {
    PoolingRow(
      input: strip, inputRow: row, inputPixel: geometry.paddedFilters, stride: geometry.pool.width,
      windowRows: geometry.pool.height, windowColumns: geometry.pool.width, choiceRow: geometry.pool.width,
      windows: geometry.pooledWidth, channels: geometry.filters)
  }
}
