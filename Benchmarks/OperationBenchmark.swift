import Foundation
import Kernels
import NeuralNetwork
import Training
import TrainParallel

/// Each operation of a network by itself, forward and backward, on one thread: where the time of a step goes.
struct OperationBenchmark {
  var instructionSet: InstructionSet
  var lanes = TrainingOptions.defaultLanes
  var seconds = 0.2

  func run(_ workload: Workload, batchSize: Int) throws {
    let model = try workload.model()
    let plan = try NetworkPlan(model: model, batchSize: batchSize, laneCount: lanes, seed: 0)
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 0)
    func memory(_ count: Int) -> UnsafeMutablePointer<Float> {
      let pointer = UnsafeMutableRawPointer.allocate(byteCount: (count + 64) * 4, alignment: 4096)
        .bindMemory(to: Float.self, capacity: count + 64)
      pointer.initialize(repeating: 0, count: count + 64)
      return pointer
    }
    let packed = memory(plan.memory.packedCount)
    let input = memory(plan.memory.inputCount)
    for i in 0..<plan.memory.inputCount { input[i] = Float(i &* 7919 % 1000) / 1000 }
    let kernels = instructionSet.kernels
    let shard = Shard(
      kernels: kernels, parameters: parameters.values, packed: packed,
      gradient: memory(parameters.layout.count), lane: memory(plan.memory.laneCount),
      scratch: memory(max(plan.memory.scratchCount, 4096)), batch: memory(plan.memory.batchCount), input: input,
      step: 0, first: 0, count: plan.memory.shardSize)
    for operation in plan.packingOperations { operation.pack(parameters.values, into: packed, kernels) }
    print("\(workload.name), batch \(batchSize), shards of \(shard.count): microseconds an image")
    for operation in plan.packingOperations {
      let forward = time { operation.forward(shard) } / Double(shard.count) * 1e6
      let backward = time { operation.backward(shard) } / Double(shard.count) * 1e6
      print(
        String(
          format: "  %@ forward %8.2f  backward %8.2f",
          operation.name.padding(toLength: 16, withPad: " ", startingAt: 0), forward, backward))
    }
  }

  /// Processor seconds of one call.
  private func time(_ body: () -> Void) -> Double {
    body()
    var calls = 0
    let start = clock()
    while Double(clock() - start) / Double(CLOCKS_PER_SEC) < seconds {
      body()
      calls += 1
    }
    return Double(clock() - start) / Double(CLOCKS_PER_SEC) / Double(calls)
  }
}
