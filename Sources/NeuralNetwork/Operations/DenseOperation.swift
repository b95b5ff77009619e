import Kernels

/// Y = f(X·W + b), for the samples of a shard.
struct DenseOperation: Operation {
  let name: String
  /// K, the features of a row.
  let inputs: Int
  /// U, the units.
  let units: Int
  /// The rows of a sample: all axes but the last.
  let rows: Int
  let function: PointwiseFunction
  let input: Value
  let output: Value
  /// dy/dz of functions that store it.
  let derivative: Place?
  /// The kernel's place in the parameter buffer.
  let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  let packing: DensePacking

  /// U, padded to whole vectors.
  private var paddedUnits: Int { MemoryPlan.aligned(units) }

  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type
  ) {
    packing.pack(
      inputs: inputs, units: units, kernel: parameters + kernel, bias: bias.map { parameters + $0 },
      into: packed, kernels)
  }

  func forward(_ shard: Shard) {
    let panel = shard.kernels.panelWidth
    forEachBlock(shard) { first, count, inputRow, outputRow in
      let y = shard.pointer(output, first)
      // Z = b + X · W
      // M: samples, K: inputs, N: units
      shard.kernels.contract(
        Contraction(
          rows: count, columns: units, a: shard.pointer(input, first), aRow: inputRow,
          b: shard.packed + packing.forward, bPanel: inputs * panel,
          inner: .init(inputs, aStep: 1, bStep: panel), c: y, cRow: outputRow,
          start: .bias(shard.packed + packing.bias)))
      guard function != .linear else { return }
      let span = PixelSpan(y, stride: outputRow)
      shard.kernels.activate(
        function, pixels: count, channels: units, z: span, y: span,
        derivative: derivative.map { shard.pointer($0, first) })
    }
  }

  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    let panel = shard.kernels.panelWidth
    let dz = shard.scratch
    forEachBlock(shard) { first, count, inputRow, outputRow in
      let saved = derivative.map { shard.pointer($0, first) } ?? shard.pointer(output, first)
      shard.kernels.differentiate(
        function, pixels: count, channels: units,
        dy: PixelSpan(shard.pointer(dOutput, first), stride: outputRow), saved: saved,
        dz: PixelSpan(dz, stride: paddedUnits), dBias: bias.map { shard.gradient + $0 })
      // dW += Xᵀ · dZ
      // M: inputs, K: samples, N: units
      shard.kernels.contract(
        Contraction(
          rows: inputs, columns: units, a: shard.pointer(input, first), aRow: 1, b: dz, bPanel: panel,
          inner: .init(count, aStep: inputRow, bStep: paddedUnits), c: shard.gradient + kernel, cRow: units,
          start: .accumulate))
      guard let dInput = input.gradient else { return }
      // dX = dZ · Wᵀ
      // M: samples, K: units, N: inputs
      shard.kernels.contract(
        Contraction(
          rows: count, columns: inputs, a: dz, aRow: paddedUnits, b: shard.packed + packing.backward,
          bPanel: units * panel, inner: .init(units, aStep: 1, bStep: panel),
          c: shard.pointer(dInput, first), cRow: inputRow, start: .zero))
    }
  }

  /// Visits the rows in blocks of the same distance: all samples at once, or one by one where a sample has many rows.
  @inline(__always)
  private func forEachBlock(
    _ shard: Shard, _ body: (_ first: Int, _ count: Int, _ inputRow: Int, _ outputRow: Int) -> Void
  ) {
    if rows == 1 {
      body(0, shard.count, input.place.stride, output.place.stride)
    } else {
      for sample in 0..<shard.count { body(sample, rows, inputs, units) }
    }
  }
}

/// Where a dense layer's weights lie in the form that the kernels want.
struct DensePacking: Sendable {
  /// Panels of W.
  let forward: Int
  /// The bias, padded to whole vectors; zeros without one.
  let bias: Int
  /// Panels of Wᵀ; absent for a first layer.
  let backward: Int

  /// Reserves the memory.
  init(inputs: Int, units: Int, needsInputGradient: Bool, _ memory: inout MemoryPlan) {
    let widest = ConvolutionPacking.widestPanel
    func panels(_ columns: Int) -> Int { (columns + widest - 1) / widest * widest }
    forward = memory.reservePacked(inputs * panels(units))
    bias = memory.reservePacked(panels(units))
    backward = needsInputGradient ? memory.reservePacked(units * panels(inputs)) : -1
  }

  /// Packs the weights.
  func pack(
    inputs: Int, units: Int, kernel: UnsafePointer<Float>, bias source: UnsafePointer<Float>?,
    into packed: UnsafeMutablePointer<Float>, _ kernels: any KernelSet.Type
  ) {
    kernels.packPanels(
      k: inputs, n: units, b: kernel, kStride: units, nStride: 1, panels: packed + forward,
      panelStride: inputs * kernels.panelWidth)
    if let source { (packed + bias).update(from: source, count: units) }
    guard backward >= 0 else { return }
    kernels.packPanels(
      k: units, n: inputs, b: kernel, kStride: 1, nStride: units, panels: packed + backward,
      panelStride: units * kernels.panelWidth)
  }
}
