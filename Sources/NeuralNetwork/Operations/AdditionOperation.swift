import Kernels

/// y = max(x₀ + x₁ + ..., low)
struct AdditionOperation: Operation {
  let name: String
  let inputs: [Value]
  let output: Value
  /// What the sum is limited to: a `relu` that follows is part of it.
  let low: Float

  func forward(_ shard: Shard) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        let y = shard.pointer(output, sample, row: row)
        var sum = shard.pointer(inputs[0], sample, row: row)
        for index in 1..<inputs.count {
          shard.kernels.sum(
            count: rowCount, sum, shard.pointer(inputs[index], sample, row: row),
            low: index == inputs.count - 1 ? low : -.infinity, y)
          sum = y
        }
      }
    }
  }

  /// Every input's gradient is that of the sum, where it is not limited; most share its memory.
  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    if low > -.infinity { limit(shard, dOutput) }
    for index in 0..<inputs.count {
      guard let dInput = inputs[index].gradient, dInput != dOutput else { continue }
      for sample in 0..<shard.count {
        shard.pointer(dInput, sample).update(
          from: shard.pointer(dOutput, sample), count: output.layout.elementCount)
      }
    }
  }

  /// Leaves the gradient where y > 0.
  private func limit(_ shard: Shard, _ gradient: Place) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        let dy = PixelSpan(
          shard.pointer(gradient, sample) + row * rowCount, stride: output.layout.channels)
        shard.kernels.differentiate(
          .relu, pixels: output.layout.width, channels: output.layout.channels, dy: dy,
          saved: shard.pointer(output, sample, row: row), dz: dy, dBias: nil)
      }
    }
  }

  private var rowCount: Int { output.layout.width * output.layout.channels }
}
