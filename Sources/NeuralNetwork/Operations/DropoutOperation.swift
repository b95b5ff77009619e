/// y = x · m while training, m being 0 or 1 / (1 − rate); y = x otherwise.
struct DropoutOperation: Operation {
  let name: String
  let mask: DropoutMask
  let input: Value
  let output: Value
  /// Whether whole channels fall.
  let isSpatial: Bool
  /// A whole sample, in which the mask counts elements; the output may be less, where a later pooling drops its edge. One
  /// pixel where whole channels fall.
  let whole: ValueLayout
  /// The factors m of `whole`.
  let factors: Place

  func forward(_ shard: Shard) {
    for sample in 0..<shard.count {
      let m = shard.pointer(factors, sample)
      if let step = shard.step {
        mask.write(
          to: UnsafeMutableBufferPointer(start: m, count: whole.count), position: shard.first + sample,
          step: step)
      }
      for row in 0..<output.layout.height {
        let x = shard.pointer(input, sample, row: row)
        let y = shard.pointer(output, sample, row: row)
        if shard.step != nil {
          multiply(x, m, row, y)
        } else {
          y.update(from: x, count: rowCount)
        }
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    for sample in 0..<shard.count {
      let m = shard.pointer(factors, sample)
      let dx = shard.pointer(dInput, sample)
      let dy = shard.pointer(dOutput, sample)
      for row in 0..<output.layout.height {
        multiply(dy + row * rowCount, m, row, dx + row * rowCount)
      }
    }
  }

  /// Multiplies a row by the factors of its elements, or of its channels.
  @inline(__always)
  private func multiply(
    _ x: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ row: Int,
    _ y: UnsafeMutablePointer<Float>
  ) {
    if isSpatial {
      for i in 0..<rowCount { y[i] = x[i] * m[i % whole.channels] }
    } else {
      for i in 0..<rowCount { y[i] = x[i] * m[row &* whole.rowStride &+ i] }
    }
  }

  private var rowCount: Int { output.layout.width * output.layout.channels }
}
