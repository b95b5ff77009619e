import Kernels

/// y = f(x), element by element; or the bias gradient of a batch-wide dense layer, whose function this is.
struct PointwiseOperation: Operation {
  let name: String
  let function: PointwiseFunction
  let input: Value
  let output: Value
  /// dy/dx of functions that store it.
  let derivative: Place?
  /// The place of the bias that was added to the input, one number a channel, whose gradient is computed here.
  let bias: Int?

  func forward(_ shard: Shard) {
    forEachRow(shard) { sample, row in
      shard.kernels.activate(
        function, pixels: output.layout.width, channels: output.layout.channels,
        z: PixelSpan(
          shard.pointer(input, sample, row: row), stride: input.layout.channels),
        y: PixelSpan(
          shard.pointer(output, sample, row: row), stride: output.layout.channels),
        derivative: derivative.map { shard.pointer($0, sample) + row * rowCount })
    }
  }

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    forEachRow(shard) { sample, row in
      let saved =
        derivative.map { shard.pointer($0, sample) + row * rowCount }
        ?? shard.pointer(output, sample, row: row)
      shard.kernels.differentiate(
        function, pixels: output.layout.width, channels: output.layout.channels,
        dy: PixelSpan(shard.pointer(dOutput, sample) + row * rowCount, stride: output.layout.channels),
        saved: saved,
        dz: PixelSpan(shard.pointer(dInput, sample) + row * rowCount, stride: output.layout.channels),
        dBias: bias.map { shard.gradient + $0 })
    }
  }

  private var rowCount: Int { output.layout.width * output.layout.channels }

  @inline(__always)
  private func forEachRow(_ shard: Shard, _ body: (_ sample: Int, _ row: Int) -> Void) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height { body(sample, row) }
    }
  }
}
