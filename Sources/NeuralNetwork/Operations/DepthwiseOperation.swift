import Kernels
import LinearAlgebra

/// A convolution of each channel by itself, and a function: y[i, j, c·m + k] = f(b + Σ x[i·s + p·d, j·s + q·d, c] ·
/// w[p, q, c, k]).
///
/// With a multiplier m above 1 the input's channels are repeated first, m times each, and the result is a convolution with
/// the multiplier 1.
struct DepthwiseOperation: Operation {
  let name: String
  let window: WindowShape
  let multiplier: Int
  let function: PointwiseFunction
  let input: Value
  let output: Value
  /// dy/dz of functions that store it.
  let derivative: Place?
  /// The kernel's place in the parameter buffer.
  let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  /// The gradient of the output, where a batch normalization takes it.
  let normalized: NormalizedGradient?
  /// Where the repeated channels of an image stand in the scratch, or the gradient of an image with its border.
  private let imageCount: Int
  /// The turned kernel among the packed weights, where dX is a convolution of dZ with it; nil where dZ is spread instead.
  private let turned: Int?
  /// dZ's own place in the workspace, where dX reads zeros beyond its sides: they must stay zero.
  private let gradient: Int?
  /// The pixels of a row of dZ, with those zeros.
  private let gradientRow: Int
  /// The pixels in front of dZ's first.
  private let gradientStart: Int

  init(
    name: String, window: WindowShape, multiplier: Int, function: PointwiseFunction, input: Value,
    output: Value, derivative: Place?, kernel: Int, bias: Int?, normalized: NormalizedGradient?,
    _ memory: inout MemoryPlan
  ) {
    self.name = name
    self.window = window
    self.multiplier = multiplier
    self.function = function
    self.input = input
    self.output = output
    self.derivative = derivative
    self.kernel = kernel
    self.bias = bias
    self.normalized = normalized
    let (rows, columns) = (window.vertical, window.horizontal)
    let isTurned = rows.stride == 1 && columns.stride == 1 && multiplier == 1 && input.gradient != nil
    turned = isTurned ? memory.reservePacked(window.taps * output.layout.channels) : nil
    // The farthest tap, and what of it lies inside the padding.
    let (down, right) = ((rows.kernel - 1) * rows.dilation, (columns.kernel - 1) * columns.dilation)
    gradientRow = isTurned ? input.layout.width + right : output.layout.width
    gradientStart =
      isTurned ? (down - rows.paddingBefore) * gradientRow + right - columns.paddingBefore : 0
    let gradientRows = isTurned ? input.layout.height + down : output.layout.height
    let gradientCount = gradientRows * gradientRow * output.layout.channels
    gradient = isTurned ? memory.reserveInWorkspace(gradientCount) : nil
    imageCount = MemoryPlan.aligned(input.layout.count * multiplier)
    memory.requireScratch(2 * imageCount + (isTurned ? 0 : gradientCount) + 64)
  }

  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type
  ) {
    guard let turned else { return }
    let channels = output.layout.channels
    for tap in 0..<window.taps {
      (packed + turned + tap * channels).update(
        from: parameters + kernel + (window.taps - 1 - tap) * channels, count: channels)
    }
  }

  func forward(_ shard: Shard) {
    for sample in 0..<shard.count {
      let image = repeated(shard, sample)
      for row in 0..<output.layout.height {
        shard.kernels.depthwise(
          patches(of: image, row), weights: shard.parameters + kernel,
          bias: bias.map { shard.parameters + $0 },
          shard.pointer(output, sample, row: row))
        if function != .linear { activate(shard, sample, row) }
      }
    }
  }

  /// y = f(z) in a row of the output, whose sums are still in the cache.
  private func activate(_ shard: Shard, _ sample: Int, _ row: Int) {
    let layout = output.layout
    let span = PixelSpan(shard.pointer(output, sample, row: row), stride: layout.channels)
    shard.kernels.activate(
      function, pixels: layout.width, channels: layout.channels, z: span, y: span,
      derivative: derivative.map { shard.pointer($0, sample) + row * layout.width * layout.channels })
  }

  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    let channels = output.layout.channels
    for sample in 0..<shard.count {
      let image = repeated(shard, sample)
      let dz = spreadGradient(shard, sample, shard.pointer(dOutput, sample))
      for row in 0..<output.layout.height {
        let span = PixelSpan(dz + (gradientStart + row * gradientRow) * channels, stride: channels)
        if let bias {
          shard.kernels.addSums(
            pixels: output.layout.width, channels: channels, span, to: shard.gradient + bias)
        }
        shard.kernels.addDepthwiseKernelGradient(
          patches(of: image, row), dz: span.start, to: shard.gradient + kernel)
      }
      guard let dInput = input.gradient else { continue }
      let dx = shard.pointer(dInput, sample)
      if let turned {
        inputGradientByTurnedKernel(shard, dz, shard.packed + turned, to: dx)
      } else {
        inputGradientBySpreading(shard, dz, to: dx)
      }
    }
  }

  /// dZ of a sample, with zeros around it where dX needs them: dY itself, where nothing is to be done.
  private func spreadGradient(
    _ shard: Shard, _ sample: Int, _ dy: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    if gradient == nil, normalized == nil, function == .linear { return dy }
    let (layout, channels) = (output.layout, output.layout.channels)
    let rowCount = layout.width * channels
    let dz = gradient.map { shard.workspace + $0 } ?? shard.scratch + 2 * imageCount
    for row in 0..<layout.height {
      let place = dz + (gradientStart + row * gradientRow) * channels
      if let normalized {
        normalized.write(shard, sample, row: row, to: PixelSpan(place, stride: channels))
      } else if function == .linear {
        place.update(from: dy + row * rowCount, count: rowCount)
      } else {
        shard.kernels.differentiate(
          function, pixels: layout.width, channels: channels,
          dy: PixelSpan(dy + row * rowCount, stride: channels),
          saved: derivative.map { shard.pointer($0, sample) + row * rowCount }
            ?? shard.pointer(output, sample, row: row),
          dz: PixelSpan(place, stride: channels), dBias: nil)
      }
    }
    return dz
  }

  /// dX[y, x, c] = Σ over (p, q) of dZ[y + a − p·d, x + b − q·d, c] · w[p, q, c], a and b being the padding.
  private func inputGradientByTurnedKernel(
    _ shard: Shard, _ dz: UnsafeMutablePointer<Float>, _ weights: UnsafePointer<Float>,
    to dx: UnsafeMutablePointer<Float>
  ) {
    let (layout, rowStride) = (input.layout, gradientRow * input.layout.channels)
    for row in 0..<layout.height {
      shard.kernels.depthwise(
        PatchRow(
          image: dz + row * rowStride, kernelRow: window.vertical.dilation * rowStride,
          kernelColumn: window.horizontal.dilation * layout.channels, step: layout.channels,
          rows: window.vertical.kernel, columns: window.horizontal.kernel, channels: layout.channels,
          patches: layout.width),
        weights: weights, bias: nil, dx + row * layout.width * layout.channels)
    }
  }

  /// The image's gradient with its border, where each pixel of dZ has gone to all its taps.
  private func inputGradientBySpreading(
    _ shard: Shard, _ dz: UnsafeMutablePointer<Float>, to dx: UnsafeMutablePointer<Float>
  ) {
    let gradient = shard.scratch + imageCount
    gradient.update(repeating: 0, count: imageCount)
    for row in 0..<output.layout.height {
      shard.kernels.addDepthwiseImageGradient(
        patches(of: gradient, row), weights: shard.parameters + kernel,
        dz: dz + (gradientStart + row * gradientRow) * output.layout.channels)
    }
    gather(gradient, to: dx)
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
