import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct TrainingMemoryTests {
  private func engine(batchSize: Int, usable: Int, averages: Double? = nil) throws -> TrainingEngine {
    let model = try Sequential(input: [200]) { Dense(500, activation: .softmax) }
    return try TrainingEngine(
      model: model, parameters: Parameters(layout: model.parameterLayout), batchSize: batchSize, laneCount: 8,
      optimizer: Adam(), seed: 0, kernels: InstructionSet.best.kernels, executor: SerialExecutor(),
      averageMomentum: averages, usableMemory: usable)
  }

  /// 100,500 weights, their gradients in eight lanes and two slots: 4.2 MB and what passes through.
  @Test func isRefusedWithAdvice() throws {
    let needed = try #require(throws: TrainingError.self) { try engine(batchSize: 64, usable: 0) }
    guard case .memory(let bytes, 0, 64) = needed else {
      Issue.record("\(needed)")
      return
    }
    #expect(bytes > 11 * 100_500 * 4 && bytes < 20 << 20)
    #expect(needed.kind == .usage)
    #expect(needed.description.contains("batches of 32 in place of 64"))
    _ = try engine(batchSize: 64, usable: bytes)
    #expect(throws: TrainingError.self) { try engine(batchSize: 64, usable: bytes - 1) }
    #expect(throws: TrainingError.self) { try engine(batchSize: 65, usable: bytes) }
    #expect(throws: TrainingError.self) { try engine(batchSize: 64, usable: bytes, averages: 0.9) }
  }
}
