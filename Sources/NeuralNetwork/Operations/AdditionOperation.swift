import Kernels

/// y = x₀ + x₁ + ...
struct AdditionOperation: Operation {
  let name: String
  let inputs: [Value]
  let output: Value

  func forward(_ shard: Shard) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        let y = shard.pointer(output, sample) + row * output.layout.rowStride
        for index in 0..<inputs.count {
          let x = shard.pointer(inputs[index], sample) + row * inputs[index].layout.rowStride
          if index == 0 {
            y.update(from: x, count: rowCount)
          } else {
            shard.kernels.add(count: rowCount, x, to: y)
          }
        }
      }
    }
  }

  /// Every input's gradient is that of the sum; most share its memory.
  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    for index in 0..<inputs.count {
      guard let dInput = inputs[index].gradient, dInput != dOutput else { continue }
      for sample in 0..<shard.count {
        shard.pointer(dInput, sample).update(
          from: shard.pointer(dOutput, sample), count: output.layout.elementCount)
      }
    }
  }

  private var rowCount: Int { output.layout.width * output.layout.channels }
}
