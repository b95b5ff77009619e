import Kernels

/// Z = X·W + b for a whole batch: a dense layer so large that a gradient buffer for every lane would cost more than
/// the arithmetic saves.
///
/// Its three products are cut over their outputs. Each weight is read once in each: by the panel of units it belongs
/// to, by the input feature it belongs to, and by the optimizer, right after its gradient is computed.
package struct BatchDense: Sendable {
  let name: String
  /// K, the features of a sample.
  let inputs: Int
  /// U, the units.
  let units: Int
  let input: Value
  let output: Value
  /// The kernel's place in the parameter buffer.
  package let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  /// Where panels of dZᵀ lie in the batch's memory.
  let transposedGradient: Int

  /// Input features whose gradients are computed at a time: eight tiles of 14.
  private static let featureBlock = 112
  /// Inputs that are summed before the next panel: a panel of them stays in the first-level cache.
  private static let inputBlock = 256

  /// The parameters of a dense layer from which on it is computed batch-wide: half a mebibyte of gradients a lane.
  static let leastParameters = 131_072

  init(
    name: String, inputs: Int, units: Int, input: Value, output: Value, kernel: Int, bias: Int?,
    _ memory: inout MemoryPlan
  ) {
    self.name = name
    self.inputs = inputs
    self.units = units
    self.input = input
    self.output = output
    self.kernel = kernel
    self.bias = bias
    let samples = (memory.batchSize + 31) / 32 * 32
    transposedGradient = memory.reserveInBatch(units * samples)
    memory.requireScratch(max(Self.featureBlock * samples, Self.gradientRows(units: units) * units + 16))
  }

  /// The tasks of the forward pass: panels of units.
  package func forwardTasks(_ kernels: any KernelSet.Type) -> Int {
    (units + kernels.panelWidth - 1) / kernels.panelWidth
  }

  /// Computes one panel of units for all samples.
  package func forward(_ batch: Shard, task: Int) {
    let panel = batch.kernels.panelWidth
    let first = task * panel
    let columns = min(panel, units - first)
    let z = batch.pointer(output, 0) + first
    for k in stride(from: 0, to: inputs, by: Self.inputBlock) {
      var start = Contraction.Start.accumulate
      if k == 0 { start = bias.map { .bias(batch.parameters + $0 + first) } ?? .zero }
      // Z = b + X · W
      // M: samples, K: inputs, N: units of a panel
      batch.kernels.contract(
        Contraction(
          rows: batch.count, columns: columns, a: batch.pointer(input, 0) + k, aRow: input.place.stride,
          b: batch.parameters + kernel + k * units + first, bPanel: panel,
          inner: .init(min(Self.inputBlock, inputs - k), aStep: 1, bStep: units), c: z,
          cRow: output.place.stride, start: start))
    }
  }

  /// Whether the gradient of the input is asked for.
  package var needsInputGradient: Bool { input.gradient != nil }

  /// Transposes dZ, which the tasks of `inputGradient` read.
  package func prepareInputGradient(_ batch: Shard) {
    guard let dOutput = output.gradient else { return }
    batch.kernels.packPanels(
      k: units, n: batch.count, b: batch.pointer(dOutput, 0), kStride: 1, nStride: dOutput.stride,
      panels: batch.batch + transposedGradient, panelStride: units * batch.kernels.panelWidth)
  }

  /// Computes dX for every `tasks`-th block of input features.
  package func inputGradient(_ batch: Shard, task: Int, of tasks: Int) {
    guard let dInput = input.gradient else { return }
    let panel = batch.kernels.panelWidth
    let samples = (batch.count + 31) / 32 * 32
    let block = batch.scratch
    for first in stride(from: task * Self.featureBlock, to: inputs, by: tasks * Self.featureBlock) {
      let features = min(Self.featureBlock, inputs - first)
      // dXᵀ = W · dZᵀ
      // M: input features, K: units, N: samples
      batch.kernels.contract(
        Contraction(
          rows: features, columns: batch.count, a: batch.parameters + kernel + first * units, aRow: units,
          b: batch.batch + transposedGradient, bPanel: units * panel,
          inner: .init(units, aStep: 1, bStep: panel), c: block, cRow: samples, start: .zero,
          isPadded: true))
      for sample in 0..<batch.count {
        let dx = batch.pointer(dInput, sample) + first
        for feature in 0..<features { dx[feature] = block[feature &* samples &+ sample] }
      }
    }
  }

  /// The number of stretches of the kernel whose gradients are computed at a time.
  package var gradientStretches: Int {
    let rows = Self.gradientRows(units: units)
    return (inputs + rows - 1) / rows
  }

  /// Input features of a stretch: some 32 KiB of gradients, in whole cache lines.
  private static func gradientRows(units: Int) -> Int {
    max(1, 8192 / units / 16) * 16
  }

  /// Computes dW for one stretch, summed over the batch.
  ///
  /// - Parameters:
  ///   - batch: All samples.
  ///   - stretch: Which one.
  ///   - gradient: Where dW goes, padded with zeros to a multiple of 16.
  /// - Returns: The places of the stretch in the parameter buffer, padding included.
  package func kernelGradient(
    _ batch: Shard, stretch: Int, into gradient: UnsafeMutablePointer<Float>
  ) -> Range<Int> {
    guard let dOutput = output.gradient else { return 0..<0 }
    let first = stretch * Self.gradientRows(units: units)
    let features = min(Self.gradientRows(units: units), inputs - first)
    let count = features * units
    let padded = MemoryPlan.aligned(count)
    (gradient + count).update(repeating: 0, count: padded - count)
    // dW = Xᵀ · dZ
    // M: input features, K: samples, N: units
    batch.kernels.contract(
      Contraction(
        rows: features, columns: units, a: batch.pointer(input, 0) + first, aRow: 1,
        b: batch.pointer(dOutput, 0), bPanel: batch.kernels.panelWidth,
        inner: .init(batch.count, aStep: input.place.stride, bStep: dOutput.stride), c: gradient, cRow: units,
        start: .zero))
    return kernel + first * units..<kernel + first * units + padded
  }
}
