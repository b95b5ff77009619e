import Kernels
import TrainParallel

/// The operations of a network on one shard, outside of an engine, with values as a training step has them.
final class ShardRun {
  /// The shard, after a whole step.
  let shard: Shard
  private let plan: NetworkPlan
  private let parameters: Parameters
  private let memory: [FloatMemory]

  /// Plans the network and runs its operations once, forward and backward.
  ///
  /// - Parameters:
  ///   - model: The network.
  ///   - batchSize: The batch that the plan is for.
  ///   - images: The images of the shard; nil for as many as the plan has in one.
  ///   - settings: Lanes and kernels.
  init(_ model: Sequential, batchSize: Int, images: Int? = nil, _ settings: Settings) throws {
    // A plan for fewer images a lane has smaller shards: as many lanes as give the shards asked for.
    let lanes = images.map { (batchSize + $0 - 1) / $0 } ?? settings.lanes
    plan = try NetworkPlan(
      model: model, batchSize: batchSize, laneCount: lanes, seed: 0,
      keepsDeadOutputs: settings.keepsDeadOutputs)
    parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 0)
    let sizes = plan.memory
    memory = [
      sizes.packedCount, parameters.layout.count, sizes.laneCount, sizes.scratchCount, sizes.batchCount,
      sizes.inputCount,
    ].map { FloatMemory(count: $0) }
    let kernels = settings.instructionSet.kernels
    for i in 0..<sizes.inputCount { memory[5].start[i] = Float(i &* 7919 % 1000) / 1000 }
    for operation in plan.packingOperations {
      operation.pack(parameters.values, into: memory[0].start, kernels)
    }
    shard = Shard(
      kernels: kernels, parameters: parameters.values, packed: memory[0].start, gradient: memory[1].start,
      lane: memory[2].start, scratch: memory[3].start, batch: memory[4].start, input: memory[5].start,
      step: 0,
      first: 0, count: min(sizes.shardSize, images ?? sizes.shardSize))
    precondition(shard.count == images ?? shard.count, "the plan has shards of \(sizes.shardSize) images")
    runStep()
  }

  /// An operation by its layer's name.
  func operation(named name: String) -> any Operation {
    guard let operation = plan.packingOperations.first(where: { $0.name == name }) else {
      preconditionFailure("the plan has no operation \(name)")
    }
    return operation
  }

  /// Forward, loss and backward of the shard.
  private func runStep() {
    for segment in plan.segments {
      switch segment {
      case .shards(let operations): for operation in operations { operation.forward(shard) }
      case .batchDense(let dense):
        for task in 0..<BatchDense.forwardTasks { dense.forward(shard, task: task) }
        dense.addChunks(shard, task: 0, of: 1)
      case .batchStatistics(let statistics): statistics.forward(shard)
      }
    }
    _ = plan.loss(shard)
    for segment in plan.segments.reversed() {
      switch segment {
      case .shards(let operations): for operation in operations.reversed() { operation.backward(shard) }
      case .batchDense(let dense):
        dense.prepareBackward(shard)
        for stretch in 0..<dense.stretches { _ = dense.backward(shard, stretch: stretch) }
      case .batchStatistics(let statistics): statistics.backward(shard)
      }
    }
  }
}
