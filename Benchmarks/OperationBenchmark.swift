import Foundation
import Kernels
import NeuralNetwork
import TrainParallel
import Training

/// Each operation of a network by itself, forward and backward, on one thread: where the time of a step goes.
struct OperationBenchmark {
  let instructionSet: InstructionSet
  let lanes: Int
  let seconds: Double

  /// Processor seconds an image.
  struct Result {
    let operation: String
    let forward: Double
    let backward: Double
  }

  func measure(_ workload: Workload, batchSize: Int) throws -> [Result] {
    let model = try workload.model()
    let plan = try NetworkPlan(model: model, batchSize: batchSize, laneCount: lanes, seed: 0)
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 0)
    var owned: [FloatMemory] = []
    defer { withExtendedLifetime(owned) {} }
    func memory(_ count: Int) -> UnsafeMutablePointer<Float> {
      owned.append(FloatMemory(count: count))
      return owned[owned.count - 1].start
    }
    let kernels = instructionSet.kernels
    let packed = memory(plan.memory.packedCount)
    let input = memory(plan.memory.inputCount)
    for i in 0..<plan.memory.inputCount { input[i] = Float(i &* 7919 % 1000) / 1000 }
    let shard = Shard(
      kernels: kernels, parameters: parameters.values, packed: packed,
      gradient: memory(parameters.layout.count), lane: memory(plan.memory.laneCount),
      scratch: memory(plan.memory.scratchCount), batch: memory(plan.memory.batchCount), input: input, step: 0,
      first: 0, count: plan.memory.shardSize)
    for operation in plan.packingOperations { operation.pack(parameters.values, into: packed, kernels) }
    return plan.packingOperations.map { operation in
      Result(
        operation: operation.name, forward: time { operation.forward(shard) } / Double(shard.count),
        backward: time { operation.backward(shard) } / Double(shard.count))
    }
  }

  /// Processor seconds of one call.
  private func time(_ body: () -> Void) -> Double {
    body()
    var calls = 0
    let start = clock()
    var elapsed = 0.0
    while elapsed < seconds {
      body()
      calls += 1
      elapsed = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }
    return elapsed / Double(calls)
  }
}
