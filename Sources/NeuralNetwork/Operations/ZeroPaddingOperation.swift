/// The image inside a frame of zeros; what nobody needs of both is left out.
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
          from: shard.pointer(input, sample, row: from), count: shownWidth * channels)
      }
    }
  }

  /// The gradient inside the frame, and 0 where the image reaches beyond what is needed.
  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    let channels = output.layout.channels
    let (count, shown) = (input.layout.width * channels, shownWidth * channels)
    for sample in 0..<shard.count {
      for row in 0..<input.layout.height {
        let dx = shard.pointer(dInput, sample) + row * count
        let isShown = row + top < output.layout.height
        if isShown {
          dx.update(
            from: shard.pointer(dOutput, sample) + ((row + top) * output.layout.width + left) * channels,
            count: shown)
        }
        let rest = isShown ? shown : 0
        (dx + rest).update(repeating: 0, count: count - rest)
      }
    }
  }

  /// The columns of the image that the output has room for.
  private var shownWidth: Int { max(0, min(input.layout.width, output.layout.width - left)) }
}
