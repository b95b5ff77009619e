import Kernels
import LinearAlgebra

/// A convolution of each channel by itself: y[i, j, c·m + k] = b + Σ x[i·s + p·d, j·s + q·d, c] · w[p, q, c, k].
///
/// With a multiplier m above 1 the input's channels are repeated first, m times each, and the result is a convolution with
/// the multiplier 1.
struct DepthwiseOperation: Operation {
  let name: String
  let window: WindowShape
  let multiplier: Int
  let input: Value
  let output: Value
  /// The kernel's place in the parameter buffer.
  let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  /// Where the repeated channels of an image stand in the scratch, or the gradient of an image with its border.
  private let imageCount: Int

  init(
    name: String, window: WindowShape, multiplier: Int, input: Value, output: Value, kernel: Int, bias: Int?,
    _ memory: inout MemoryPlan
  ) {
    self.name = name
    self.window = window
    self.multiplier = multiplier
    self.input = input
    self.output = output
    self.kernel = kernel
    self.bias = bias
    imageCount = MemoryPlan.aligned(input.layout.count * multiplier)
    memory.requireScratch(2 * imageCount + 64)
  }

  func forward(_ shard: Shard) {
    for sample in 0..<shard.count {
      let image = repeated(shard, sample)
      for row in 0..<output.layout.height {
        shard.kernels.depthwise(
          patches(of: image, row), weights: shard.parameters + kernel,
          bias: bias.map { shard.parameters + $0 },
          shard.pointer(output, sample) + row * output.layout.rowStride)
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    let rowCount = output.layout.width * output.layout.channels
    for sample in 0..<shard.count {
      let image = repeated(shard, sample)
      let gradient = shard.scratch + imageCount
      if input.gradient != nil { gradient.update(repeating: 0, count: imageCount) }
      for row in 0..<output.layout.height {
        let dz = shard.pointer(dOutput, sample) + row * rowCount
        if let bias {
          shard.kernels.addSums(
            pixels: output.layout.width, channels: output.layout.channels,
            PixelSpan(dz, stride: output.layout.channels), to: shard.gradient + bias)
        }
        shard.kernels.addDepthwiseKernelGradient(patches(of: image, row), dz: dz, to: shard.gradient + kernel)
        if input.gradient != nil {
          shard.kernels.addDepthwiseImageGradient(
            patches(of: gradient, row), weights: shard.parameters + kernel, dz: dz)
        }
      }
      if let dInput = input.gradient { gather(gradient, to: shard.pointer(dInput, sample)) }
    }
  }

  /// The patches of a row of outputs in an image with the input's border.
  private func patches(of image: UnsafeMutablePointer<Float>, _ row: Int) -> PatchRow {
    let (channels, rowStride) = (output.layout.channels, input.layout.rowStride * multiplier)
    return PatchRow(
      image: image + row * window.vertical.stride * rowStride,
      kernelRow: window.vertical.dilation * rowStride, kernelColumn: window.horizontal.dilation * channels,
      step: window.horizontal.stride * channels, rows: window.vertical.kernel,
      columns: window.horizontal.kernel, channels: channels, patches: output.layout.width)
  }

  /// The image with its border, each channel as often as the multiplier says.
  private func repeated(_ shard: Shard, _ sample: Int) -> UnsafeMutablePointer<Float> {
    let image = shard.pointer(input.place, sample)
    guard multiplier > 1 else { return image }
    for i in 0..<input.layout.count {
      (shard.scratch + i * multiplier).update(repeating: image[i], count: multiplier)
    }
    return shard.scratch
  }

  /// Sums the gradients of repeated channels, without the border.
  private func gather(_ gradient: UnsafeMutablePointer<Float>, to dx: UnsafeMutablePointer<Float>) {
    let layout = input.layout
    let rowCount = layout.width * layout.channels
    for row in 0..<layout.height {
      let source = gradient + (layout.origin + row * layout.rowStride) * multiplier
      let destination = dx + row * rowCount
      if multiplier == 1 {
        destination.update(from: source, count: rowCount)
      } else {
        for i in 0..<rowCount {
          destination[i] = 0
          for k in 0..<multiplier { destination[i] += source[i * multiplier + k] }
        }
      }
    }
  }
}
