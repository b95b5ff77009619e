import Kernels

/// y = min(max((x − μ) · γ / √(σ² + ε) + β, low), high), by the statistics that all lanes have met for.
struct NormalizationOperation: Operation {
  let name: String
  let input: Value
  let output: Value
  let memory: BatchStatisticsMemory
  /// What the outputs are limited to: a `relu` that follows is part of it.
  let low: Float
  let high: Float
  /// Whether the output is computed once more on the way back.
  let isRenewed: Bool

  func forward(_ shard: Shard) {
    let lines = memory.lines(shard)
    forEachRow(shard) { sample, row in
      shard.kernels.normalize(
        pixels: input.layout.width, channels: input.layout.channels, span(shard, input, sample, row), lines,
        low: low, high: high, span(shard, output, sample, row))
    }
  }

  func renew(_ shard: Shard) {
    if isRenewed { forward(shard) }
  }

  /// Sums up for the statistics' way back what passes the limits; `NormalizedGradient` does the rest.
  func backward(_ shard: Shard) {
    guard input.gradient != nil, let dOutput = output.gradient else { return }
    let lines = memory.lines(shard)
    let channels = input.layout.channels
    let rowCount = input.layout.width * channels
    for sample in 0..<shard.count {
      shard.pointer(memory.gradients, sample).update(repeating: 0, count: 2 * memory.row)
    }
    forEachRow(shard) { sample, row in
      let sums = shard.pointer(memory.gradients, sample)
      shard.kernels.addNormalizationGradients(
        pixels: input.layout.width, channels: channels,
        dy: PixelSpan(shard.pointer(dOutput, sample) + row * rowCount, stride: channels),
        x: span(shard, input, sample, row), lines, low: low, high: high, sums: sums,
        products: sums + memory.row)
    }
  }

  private func span(_ shard: Shard, _ value: Value, _ sample: Int, _ row: Int) -> PixelSpan {
    PixelSpan(shard.pointer(value, sample, row: row), stride: value.layout.channels)
  }

  @inline(__always)
  private func forEachRow(_ shard: Shard, _ body: (_ sample: Int, _ row: Int) -> Void) {
    for sample in 0..<shard.count {
      for row in 0..<input.layout.height { body(sample, row) }
    }
  }
}
