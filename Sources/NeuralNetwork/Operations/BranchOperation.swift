import Kernels

/// A value for one of several that take it: on the way back its gradient is added to theirs.
struct BranchOperation: Operation {
  let name: String
  let input: Value
  let output: Value

  /// Nothing: the value's memory is shared.
  func forward(_ shard: Shard) {}

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    for sample in 0..<shard.count {
      shard.kernels.add(
        count: input.layout.elementCount, shard.pointer(dOutput, sample), to: shard.pointer(dInput, sample))
    }
  }
}

/// A value once more, with another border around it in memory.
struct CopyOperation: Operation {
  let name: String
  let input: Value
  let output: Value

  func forward(_ shard: Shard) {
    let count = input.layout.width * input.layout.channels
    for sample in 0..<shard.count {
      for row in 0..<input.layout.height {
        shard.pointer(output, sample, row: row).update(
          from: shard.pointer(input, sample, row: row), count: count)
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    for sample in 0..<shard.count {
      shard.pointer(dInput, sample).update(
        from: shard.pointer(dOutput, sample), count: input.layout.elementCount)
    }
  }
}
