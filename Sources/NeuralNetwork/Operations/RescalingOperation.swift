/// y = scale · x + offset, with one number for all channels or one for each.
struct RescalingOperation: Operation {
  let name: String
  let input: Value
  let output: Value
  let scale: [Float]
  let offset: [Float]

  func forward(_ shard: Shard) {
    forEachElement(shard) { sample, row, i in
      shard.pointer(output, sample, row: row)[i] =
        scale[i % scale.count] * shard.pointer(input, sample, row: row)[i]
        + offset[i % offset.count]
    }
  }

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    forEachElement(shard) { sample, row, i in
      let place = row * rowCount + i
      shard.pointer(dInput, sample)[place] = scale[i % scale.count] * shard.pointer(dOutput, sample)[place]
    }
  }

  private var rowCount: Int { output.layout.width * output.layout.channels }

  @inline(__always)
  private func forEachElement(_ shard: Shard, _ body: (_ sample: Int, _ row: Int, _ i: Int) -> Void) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        for i in 0..<rowCount { body(sample, row, i) }
      }
    }
  }
}
