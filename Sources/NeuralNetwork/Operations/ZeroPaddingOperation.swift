/// The image inside a frame of zeros.
struct ZeroPaddingOperation: Operation {
  let name: String
  let input: Value
  let output: Value
  let top: Int
  let left: Int

  func forward(_ shard: Shard) {
    let channels = output.layout.channels
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        let y = shard.pointer(output, sample, row: row)
        y.update(repeating: 0, count: output.layout.width * channels)
        let from = row - top
        guard from >= 0, from < input.layout.height else { continue }
        (y + left * channels).update(
          from: shard.pointer(input, sample, row: from),
          count: input.layout.width * channels)
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    let channels = output.layout.channels
    let count = input.layout.width * channels
    for sample in 0..<shard.count {
      for row in 0..<input.layout.height {
        (shard.pointer(dInput, sample) + row * count).update(
          from: shard.pointer(dOutput, sample) + ((row + top) * output.layout.width + left) * channels,
          count: count)
      }
    }
  }
}
