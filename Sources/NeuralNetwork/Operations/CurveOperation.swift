import Kernels

/// y = f(x), element by element, for functions whose derivative is kept from the way forward.
struct CurveOperation: Operation {
  let name: String
  let function: CurveFunction
  let input: Value
  let output: Value
  /// dy/dx.
  let derivative: Place?

  func forward(_ shard: Shard) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        shard.kernels.curve(
          function, count: rowCount, shard.pointer(input, sample, row: row),
          shard.pointer(output, sample, row: row),
          derivative: derivative.map { shard.pointer($0, sample) + row * rowCount })
      }
    }
  }

  /// dx = dy · f'(x)
  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient, let derivative else { return }
    for sample in 0..<shard.count {
      shard.kernels.multiply(
        count: output.layout.elementCount, shard.pointer(dOutput, sample), shard.pointer(derivative, sample),
        shard.pointer(dInput, sample))
    }
  }

  private var rowCount: Int { output.layout.width * output.layout.channels }
}
