import Kernels

/// Z = X·W + b for a whole batch: a dense layer so large that a gradient buffer for every lane would cost more than
/// the arithmetic saves.
///
/// The weights are read twice in a step. Forward, each task takes a chunk of the input features and computes what they
/// add to Z; the chunks' sums are added in order. Backward, each takes stretches of features, computes their dX and dW,
/// and the optimizer moves their weights at once, so that no gradient of the layer is ever kept.
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
  /// Where the chunks' sums lie in the batch's memory.
  let partialSums: Place
  /// Where dZᵀ lies in the batch's memory.
  let transposedGradient: Int
  /// The distance of dZᵀ's rows: samples, in an odd number of cache lines.
  let transposedRow: Int

  /// The chunks of input features, which are summed apart; fixed, since it decides the order of the sums.
  package static let forwardTasks = 8
  /// Weights that are read for all samples before the next are.
  private static let forwardBlock = 98_304
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
    partialSums = memory.reserve(Self.forwardTasks * MemoryPlan.aligned(units), in: .batch)
    transposedRow = (MemoryPlan.aligned(memory.batchSize) / 16 | 1) * 16
    transposedGradient = memory.reserveInBatch(units * transposedRow)
    let features = Self.stretchFeatures(units: units)
    memory.requireScratch(
      MemoryPlan.aligned(features * units) + features * max(transposedRow, memory.batchSize))
  }
}

// MARK: - Forward

extension BatchDense {
  /// Computes what one chunk of the input features adds to Z, for all samples.
  package func forward(_ batch: Shard, task: Int) {
    let chunk = inputs * task / Self.forwardTasks..<inputs * (task + 1) / Self.forwardTasks
    let block = max(32, min(384, Self.forwardBlock / units))
    let sums = batch.pointer(partialSums, 0) + task * MemoryPlan.aligned(units)
    for k in stride(from: chunk.lowerBound, to: chunk.upperBound, by: block) {
      var start = Contraction.Start.accumulate
      if k == chunk.lowerBound { start = .zero }
      var first = 0
      var tiles = (batch.count + batch.kernels.widePanelRows - 1) / batch.kernels.widePanelRows
      while tiles > 0 {
        let samples = (batch.count - first + tiles - 1) / tiles
        // Z = X · W
        // M: samples of a tile, K: inputs of a block, N: units
        batch.kernels.contractRows(
          Contraction(
            rows: samples, columns: units, a: batch.pointer(input, first) + k, aRow: input.place.stride,
            b: batch.parameters + kernel + k * units, bPanel: 0,
            inner: .init(min(block, chunk.upperBound - k), aStep: 1, bStep: units),
            c: sums + first * partialSums.stride, cRow: partialSums.stride, start: start, isPadded: true))
        first += samples
        tiles -= 1
      }
    }
  }

  /// Z = b + the sums of all chunks, in order, for every `tasks`-th sample.
  package func addChunks(_ batch: Shard, task: Int, of tasks: Int) {
    for sample in stride(from: task, to: batch.count, by: tasks) {
      let z = batch.pointer(output, sample)
      batch.kernels.reduce(
        count: units, lanes: batch.pointer(partialSums, sample), laneStride: MemoryPlan.aligned(units),
        laneCount: Self.forwardTasks, scale: 1, sum: z)
      guard let bias else { continue }
      batch.kernels.add(count: units, batch.parameters + bias, to: z)
    }
  }
}

// MARK: - Backward

extension BatchDense {
  /// The number of stretches of input features that are computed at a time.
  package var stretches: Int {
    let features = Self.stretchFeatures(units: units)
    return (inputs + features - 1) / features
  }

  /// The places of a stretch in the parameter buffer, padding included.
  package func range(ofStretch stretch: Int) -> Range<Int> {
    let most = Self.stretchFeatures(units: units)
    let (first, features) = (stretch * most, min(most, inputs - stretch * most))
    return kernel + first * units..<kernel + first * units + MemoryPlan.aligned(features * units)
  }

  /// Input features of a stretch: some 32 KiB of weights, in whole cache lines.
  private static func stretchFeatures(units: Int) -> Int {
    max(1, 8192 / units / 16) * 16
  }

  /// Whether something is to be done: the layer is trained, or one before it.
  package var hasBackward: Bool { output.gradient != nil }

  /// Transposes dZ, which the tasks of `backward` read.
  package func prepareBackward(_ batch: Shard) {
    guard let dOutput = output.gradient, input.gradient != nil else { return }
    batch.kernels.transpose(
      rows: batch.count, columns: units, batch.pointer(dOutput, 0), sourceRow: dOutput.stride,
      into: batch.batch + transposedGradient, destinationRow: transposedRow, accumulates: false)
  }

  /// Computes dX and dW for one stretch of input features.
  ///
  /// - Parameters:
  ///   - batch: All samples.
  ///   - stretch: Which one.
  /// - Returns: The places of the stretch in the parameter buffer, padding included, and dW, padded with zeros to a
  ///   multiple of 16 floats.
  package func backward(
    _ batch: Shard, stretch: Int
  ) -> (range: Range<Int>, gradient: UnsafeMutablePointer<Float>) {
    let most = Self.stretchFeatures(units: units)
    let first = stretch * most
    let features = min(most, inputs - first)
    let gradient = batch.scratch
    let block = gradient + MemoryPlan.aligned(most * units)
    addInputGradient(batch, features: first..<first + features, block)
    let (count, range) = (features * units, range(ofStretch: stretch))
    (gradient + count).update(repeating: 0, count: range.count - count)
    kernelGradient(batch, features: first..<first + features, block, into: gradient)
    return (range, gradient)
  }

  private func addInputGradient(
    _ batch: Shard, features: Range<Int>, _ block: UnsafeMutablePointer<Float>
  ) {
    guard let dInput = input.gradient else { return }
    // dXᵀ = W · dZᵀ
    // M: input features, K: units, N: samples
    batch.kernels.contractRows(
      Contraction(
        rows: features.count, columns: batch.count,
        a: batch.parameters + kernel + features.lowerBound * units, aRow: units,
        b: batch.batch + transposedGradient, bPanel: 0,
        inner: .init(units, aStep: 1, bStep: transposedRow), c: block, cRow: transposedRow, start: .zero,
        isPadded: true))
    batch.kernels.transpose(
      rows: features.count, columns: batch.count, block, sourceRow: transposedRow,
      into: batch.pointer(dInput, 0) + features.lowerBound, destinationRow: dInput.stride,
      accumulates: false)
  }

  private func kernelGradient(
    _ batch: Shard, features: Range<Int>, _ block: UnsafeMutablePointer<Float>,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    guard let dOutput = output.gradient else { return }
    // The samples lie so far apart that their features, read one sample after another, would come from everywhere.
    let row = features.count
    for sample in 0..<batch.count {
      (block + sample * row).update(from: batch.pointer(input, sample) + features.lowerBound, count: row)
    }
    // dW = Xᵀ · dZ
    // M: input features, K: samples, N: units
    batch.kernels.contractRows(
      Contraction(
        rows: row, columns: units, a: block, aRow: 1, b: batch.pointer(dOutput, 0), bPanel: 0,
        inner: .init(batch.count, aStep: row, bStep: dOutput.stride), c: gradient, cRow: units, start: .zero))
  }
}
