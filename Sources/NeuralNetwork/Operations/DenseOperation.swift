import Kernels

/// Y = f(X·W + b) for each pixel of a shard's samples; a feature vector is one pixel.
struct DenseOperation: Operation {
  let name: String
  /// K, the features of a row.
  let inputs: Int
  /// U, the units.
  let units: Int
  let function: PointwiseFunction
  let input: Value
  let output: Value
  /// dy/dz of functions that store it.
  let derivative: Place?
  /// The kernel's place in the parameter buffer.
  let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  let packing: WeightPacking

  /// U, padded to whole vectors.
  private var paddedUnits: Int { MemoryPlan.aligned(units) }

  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type
  ) {
    packing.pack(
      kernel: parameters + kernel, bias: bias.map { parameters + $0 }, into: packed, kernels)
  }

  func forward(_ shard: Shard) {
    let panel = shard.kernels.panelWidth
    forEachRun(shard) { run in
      let y = shard.pointer(output, run.sample, row: run.row)
      // Z = b + X · W
      // M: pixels, K: inputs, N: units
      shard.kernels.contract(
        Contraction(
          rows: run.count, columns: units, a: shard.pointer(input, run.sample, row: run.row),
          aRow: run.inputStride, b: shard.packed + packing.forward, bPanel: inputs * panel,
          inner: .init(inputs, aStep: 1, bStep: panel), c: y, cRow: run.outputStride,
          start: .bias(shard.packed + packing.bias)))
      guard function != .linear else { return }
      let span = PixelSpan(y, stride: run.outputStride)
      shard.kernels.activate(
        function, pixels: run.count, channels: units, z: span, y: span,
        derivative: derivative.map { shard.pointer($0, run.sample) + run.pixel * units })
    }
  }

  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    let panel = shard.kernels.panelWidth
    let dz = shard.scratch
    forEachRun(shard) { run in
      let saved =
        derivative.map { shard.pointer($0, run.sample) + run.pixel * units }
        ?? shard.pointer(output, run.sample, row: run.row)
      shard.kernels.differentiate(
        function, pixels: run.count, channels: units,
        dy: PixelSpan(shard.pointer(dOutput, run.sample) + run.pixel * units, stride: run.outputStride),
        saved: saved, dz: PixelSpan(dz, stride: paddedUnits), dBias: bias.map { shard.gradient + $0 })
      // dW += Xᵀ · dZ
      // M: inputs, K: pixels, N: units
      shard.kernels.contract(
        Contraction(
          rows: inputs, columns: units, a: shard.pointer(input, run.sample, row: run.row), aRow: 1, b: dz,
          bPanel: panel, inner: .init(run.count, aStep: run.inputStride, bStep: paddedUnits),
          c: shard.gradient + kernel, cRow: units, start: .accumulate))
      guard let dInput = input.gradient, let weights = packing.backward else { return }
      // dX = dZ · Wᵀ
      // M: pixels, K: units, N: inputs
      shard.kernels.contract(
        Contraction(
          rows: run.count, columns: inputs, a: dz, aRow: paddedUnits, b: shard.packed + weights,
          bPanel: paddedUnits * panel, inner: .init(units, aStep: 1, bStep: panel),
          c: shard.pointer(dInput, run.sample) + run.pixel * inputs,
          cRow: run.isOfSamples ? dInput.stride : inputs, start: .zero))
    }
  }

  /// Pixels at the same distance from one another: those of all samples, of an image, or of a row.
  private struct Run {
    /// Where the first one is.
    var sample = 0
    var row = 0
    /// The number of the first one in its image.
    var pixel = 0
    /// How many they are.
    let count: Int
    let inputStride: Int
    /// The distance of outputs, of their gradients, and of what is saved for those.
    let outputStride: Int
    /// Whether each is of another sample.
    var isOfSamples = false
  }

  /// Visits the pixels in runs as long as the memory allows.
  @inline(__always)
  private func forEachRun(_ shard: Shard, _ body: (Run) -> Void) {
    let layout = output.layout
    let stride = output.place.stride
    let isEven = (output.gradient?.stride ?? stride) == stride && (derivative?.stride ?? stride) == stride
    if layout.height * layout.width == 1, isEven {
      body(Run(count: shard.count, inputStride: input.place.stride, outputStride: stride, isOfSamples: true))
      return
    }
    let isCompact = layout.isCompact && input.layout.isCompact
    let (rows, width) = isCompact ? (1, layout.height * layout.width) : (layout.height, layout.width)
    for sample in 0..<shard.count {
      for row in 0..<rows {
        body(
          Run(
            sample: sample, row: row, pixel: row * width, count: width, inputStride: inputs,
            outputStride: units))
      }
    }
  }
}
