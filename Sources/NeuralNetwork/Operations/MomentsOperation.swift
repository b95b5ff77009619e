import Kernels

/// Mean and Σ (x − mean)² of each channel of each sample: what a sample contributes to the statistics of its batch.
///
/// The value passes as it is. On the way back the gradient of the normalization becomes that of its input, in place:
/// dx = γ / √(σ² + ε) · (g − mean(g) − (x − μ) / (σ² + ε) · mean(g (x − μ))).
///
/// - Source: S. Ioffe, C. Szegedy, "Batch Normalization", ICML 2015.
struct MomentsOperation: Operation {
  let name: String
  let value: Value
  let statistics: BatchStatistics
  let memory: BatchStatisticsMemory

  func forward(_ shard: Shard) {
    // Without training the moving statistics are taken.
    guard shard.step != nil, !statistics.isFrozen else { return }
    let (layout, channels) = (value.layout, statistics.channels)
    let scale = 1 / Float(layout.height * layout.width)
    for sample in 0..<shard.count {
      let x = shard.pointer(value, sample)
      let means = shard.pointer(memory.moments, sample)
      let deviations = means + memory.row
      means.update(repeating: 0, count: 2 * memory.row)
      for row in 0..<layout.height {
        shard.kernels.addSums(
          pixels: layout.width, channels: channels, PixelSpan(x + row * layout.rowStride, stride: channels),
          to: means)
      }
      shard.kernels.scale(count: channels, means, by: scale, means)
      for row in 0..<layout.height {
        shard.kernels.addDeviations(
          pixels: layout.width, channels: channels, PixelSpan(x + row * layout.rowStride, stride: channels),
          centers: means, to: deviations)
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let gradient = value.gradient else { return }
    let (layout, channels) = (value.layout, statistics.channels)
    let (line, back) = (memory.line(shard), memory.backLine(shard))
    for sample in 0..<shard.count {
      let (x, g) = (shard.pointer(value, sample), shard.pointer(gradient, sample))
      for row in 0..<layout.height {
        let span = PixelSpan(g + row * layout.width * channels, stride: channels)
        shard.kernels.normalizeBack(
          pixels: layout.width, channels: channels, g: span,
          x: PixelSpan(x + row * layout.rowStride, stride: channels),
          ChannelLine(centers: line, factors: back, offsets: back + 2 * memory.row),
          slopes: back + memory.row, dx: span)
      }
    }
  }
}
