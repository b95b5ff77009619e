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

  func forward(_ shard: Shard) {
    let line = memory.line(shard)
    let lines = ChannelLine(centers: line, factors: line + memory.row, offsets: line + 2 * memory.row)
    forEachRow(shard) { sample, row in
      shard.kernels.normalize(
        pixels: input.layout.width, channels: input.layout.channels, span(shard, input, sample, row), lines,
        low: low, high: high, span(shard, output, sample, row))
    }
  }

  /// Leaves in the input's gradient what passes the limits, and its sums for the statistics' way back.
  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
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
        y: span(shard, output, sample, row), low: low, high: high, x: span(shard, input, sample, row),
        centers: memory.line(shard),
        g: PixelSpan(shard.pointer(dInput, sample) + row * rowCount, stride: channels), sums: sums,
        products: sums + memory.row)
    }
  }

  private func span(_ shard: Shard, _ value: Value, _ sample: Int, _ row: Int) -> PixelSpan {
    PixelSpan(shard.pointer(value, sample) + row * value.layout.rowStride, stride: value.layout.channels)
  }

  @inline(__always)
  private func forEachRow(_ shard: Shard, _ body: (_ sample: Int, _ row: Int) -> Void) {
    for sample in 0..<shard.count {
      for row in 0..<input.layout.height { body(sample, row) }
    }
  }
}
