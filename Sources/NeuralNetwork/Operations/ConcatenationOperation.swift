import Kernels

/// The channels of several values one behind the other.
struct ConcatenationOperation: Operation {
  let name: String
  let inputs: [Value]
  let output: Value

  func forward(_ shard: Shard) {
    forEachPixel(shard) { value, sample, row, column, channel in
      let source =
        shard.pointer(value, sample, row: row) + column * value.layout.channels
      let place = row * output.layout.rowStride + column * output.layout.channels + channel
      (shard.pointer(output, sample) + place).update(from: source, count: value.layout.channels)
    }
  }

  /// Each input's gradient is its part of that of the output.
  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    let width = output.layout.width
    forEachPixel(shard) { value, sample, row, column, channel in
      guard let dInput = value.gradient else { return }
      let pixel = row * width + column
      (shard.pointer(dInput, sample) + pixel * value.layout.channels).update(
        from: shard.pointer(dOutput, sample) + (pixel * output.layout.channels + channel),
        count: value.layout.channels)
    }
  }

  @inline(__always)
  private func forEachPixel(
    _ shard: Shard, _ body: (_ value: Value, _ sample: Int, _ row: Int, _ column: Int, _ channel: Int) -> Void
  ) {
    for sample in 0..<shard.count {
      var channel = 0
      for index in 0..<inputs.count {
        for row in 0..<output.layout.height {
          for column in 0..<output.layout.width { body(inputs[index], sample, row, column, channel) }
        }
        channel += inputs[index].layout.channels
      }
    }
  }
}
