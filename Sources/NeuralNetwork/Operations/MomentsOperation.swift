import Kernels

/// Mean and Σ (x − mean)² of each channel of each sample: what a sample contributes to the statistics of its batch.
///
/// The value passes as it is. On the way back the gradient of the normalization becomes that of its input.
struct MomentsOperation: Operation {
  let name: String
  let value: Value
  let statistics: BatchStatistics
  let memory: BatchStatisticsMemory
  /// The gradient of the value; nil where the operation that makes the value reads it so.
  let gradient: NormalizedGradient?

  func forward(_ shard: Shard) {
    // Without training the moving statistics are taken.
    guard shard.step != nil, !statistics.isFrozen else { return }
    let (layout, channels) = (value.layout, statistics.channels)
    for sample in 0..<shard.count {
      let x = shard.pointer(value, sample)
      let means = shard.pointer(memory.moments, sample)
      let deviations = means + memory.row
      means.update(repeating: 0, count: 2 * memory.row)
      for row in 0..<layout.height {
        shard.kernels.addMoments(
          pixels: layout.width, channels: channels, PixelSpan(x + row * layout.rowStride, stride: channels),
          before: row * layout.width, means: means, deviations: deviations)
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let gradient, let dInput = value.gradient else { return }
    let (layout, channels) = (value.layout, statistics.channels)
    for sample in 0..<shard.count {
      for row in 0..<layout.height {
        let dx = shard.pointer(dInput, sample) + row * layout.width * channels
        gradient.write(shard, sample, row: row, to: PixelSpan(dx, stride: channels))
      }
    }
  }
}
