import NeuralNetwork

/// The memory of a training step, counted before any of it is taken.
struct TrainingMemory {
  /// Bytes of values, weights in the kernels' form, gradients, slots and inputs.
  let bytes: Int

  init(plan: NetworkPlan, parameterCount: Int, laneCount: Int, workspaceCount: Int, copies: Int) {
    let memory = plan.memory
    let scratch = max(memory.scratchCount, ParameterUpdate.stretch)
    let floats = [
      memory.packedCount, memory.batchCount, 2 * memory.inputCount,
      workspaceCount * (memory.workspaceCount + scratch),
      (laneCount + copies) * parameterCount,
    ]
    bytes = floats.reduce(0, +) * MemoryLayout<Float>.stride
  }

  /// Refuses what does not fit.
  func require(_ available: Int, batchSize: Int) throws {
    guard bytes <= available else {
      throw TrainingError.memory(needed: bytes, available: available, batchSize: batchSize)
    }
  }
}
