import Kernels

/// The gradient of a value that a batch normalization takes, worked out where it is read.
///
/// Nobody stores it: dx = γ / √(σ² + ε) · (g − mean(g) − (x − μ) / (σ² + ε) · mean(g (x − μ))) follows from x and from dy,
/// with g = dy where the normalization's limits let it pass.
///
/// - Source: S. Ioffe, C. Szegedy, "Batch Normalization", ICML 2015.
struct NormalizedGradient: Sendable {
  /// x
  let value: Value
  /// dy, the gradient of the normalization's output.
  let dOutput: Place
  let memory: BatchStatisticsMemory
  /// The limits of the normalization's output.
  let low: Float
  let high: Float

  /// Works out a row of dx.
  func write(_ shard: Shard, _ sample: Int, row: Int, to dx: PixelSpan) {
    let (layout, channels) = (value.layout, value.layout.channels)
    let back = memory.backLine(shard)
    shard.kernels.normalizeBack(
      pixels: layout.width, channels: channels,
      dy: PixelSpan(shard.pointer(dOutput, sample) + row * layout.width * channels, stride: channels),
      x: PixelSpan(shard.pointer(value, sample, row: row), stride: channels),
      memory.lines(shard), low: low, high: high, slopes: back, shifts: back + memory.row, dx: dx)
  }
}
