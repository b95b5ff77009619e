import Kernels

/// y = softmax(x) over the last axis, in the middle of a network. At its end, the loss takes the logits.
struct SoftmaxOperation: Operation {
  let name: String
  let input: Value
  let output: Value

  func forward(_ shard: Shard) {
    forEachVector(shard) { sample, row, column in
      let place = column * output.layout.channels
      _ = shard.kernels.softmax(
        classes: output.layout.channels,
        logits: shard.pointer(input, sample, row: row) + place,
        probabilities: shard.pointer(output, sample, row: row) + place)
    }
  }

  /// dx[k] = y[k] · (dy[k] − Σⱼ dy[j] · y[j])
  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    let channels = output.layout.channels
    forEachVector(shard) { sample, row, column in
      let place = (row * output.layout.width + column) * channels
      let y = shard.pointer(output, sample, row: row) + column * channels
      let dy = shard.pointer(dOutput, sample) + place
      let dx = shard.pointer(dInput, sample) + place
      var product: Float = 0
      for k in 0..<channels { product += dy[k] * y[k] }
      for k in 0..<channels { dx[k] = y[k] * (dy[k] - product) }
    }
  }

  @inline(__always)
  private func forEachVector(_ shard: Shard, _ body: (_ sample: Int, _ row: Int, _ column: Int) -> Void) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        for column in 0..<output.layout.width { body(sample, row, column) }
      }
    }
  }
}
