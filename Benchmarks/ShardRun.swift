import Kernels
import TrainParallel

/// The operations of a network on the first shard of each segment, outside of an engine, with values as a training step has
/// them.
final class ShardRun {
  private let plan: NetworkPlan
  private let parameters: Parameters
  private let memory: [FloatMemory]
  private let kernels: any KernelSet.Type

  /// Plans the network and runs its operations once, forward and backward.
  ///
  /// - Parameters:
  ///   - model: The network.
  ///   - batchSize: The batch that the plan is for.
  ///   - settings: Lanes and kernels.
  init(_ model: Sequential, batchSize: Int, _ settings: Settings) throws {
    plan = try NetworkPlan(
      model: model, batchSize: batchSize, laneCount: settings.lanes, seed: 0,
      keepsDeadOutputs: settings.keepsDeadOutputs)
    parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 0)
    let sizes = plan.memory
    memory = [
      sizes.packedCount, parameters.layout.count, sizes.workspaceCount, sizes.scratchCount, sizes.batchCount,
      sizes.inputCount,
    ].map { FloatMemory(count: $0) }
    kernels = settings.instructionSet.kernels
    for i in 0..<sizes.inputCount { memory[5].start[i] = Float(i &* 7919 % 1000) / 1000 }
    for operation in plan.packingOperations {
      operation.pack(parameters.values, into: memory[0].start, kernels)
    }
    runStep()
  }

  /// An operation by its layer's name, and the first shard of its segment.
  func operation(named name: String) -> (operation: any Operation, shard: Shard) {
    for case .shards(let operations, let size) in plan.segments {
      // What brings the input along, where a branch begins, has the layer's name too, and stands in front.
      if let operation = operations.last(where: { $0.name == name }) {
        return (operation, shard(first: 0, count: size))
      }
    }
    preconditionFailure("the plan has no operation \(name)")
  }

  private func shard(first: Int, count: Int) -> Shard {
    Shard(
      kernels: kernels, parameters: parameters.values, packed: memory[0].start, gradient: memory[1].start,
      workspace: memory[2].start, scratch: memory[3].start, batch: memory[4].start, input: memory[5].start,
      step: 0, first: first, count: count)
  }

  /// Forward, loss and backward of as many samples as the largest shard has.
  private func runStep() {
    let sizes = plan.segments.map { segment in
      if case .shards(_, let size) = segment { size } else { 0 }
    }
    let samples = sizes.max() ?? 1
    let last = plan.segments.count - 1
    func forEachShard(_ size: Int, _ body: (Shard) -> Void) {
      for first in stride(from: 0, to: samples, by: size) {
        body(shard(first: first, count: min(size, samples - first)))
      }
    }
    func backward(_ operations: [any Operation], _ shard: Shard) {
      for operation in operations.reversed() { operation.backward(shard) }
    }
    for (index, segment) in plan.segments.enumerated() {
      switch segment {
      case .shards(let operations, let size):
        forEachShard(size) { shard in
          for operation in operations { operation.forward(shard) }
          guard index == last else { return }
          _ = plan.loss(shard)
          backward(operations, shard)
        }
      case .batchDense(let dense):
        let whole = shard(first: 0, count: samples)
        for task in 0..<BatchDense.forwardTasks { dense.forward(whole, task: task) }
        dense.addChunks(whole, task: 0, of: 1)
      case .batchStatistics(let statistics): statistics.forward(shard(first: 0, count: samples))
      }
    }
    for segment in plan.segments.dropLast().reversed() {
      switch segment {
      case .shards(let operations, let size):
        forEachShard(size) { shard in
          for operation in operations { operation.renew(shard) }
          backward(operations, shard)
        }
      case .batchDense(let dense):
        let whole = shard(first: 0, count: samples)
        dense.prepareBackward(whole)
        for stretch in 0..<dense.stretches { _ = dense.backward(whole, stretch: stretch) }
      case .batchStatistics(let statistics): statistics.backward(shard(first: 0, count: samples))
      }
    }
  }
}
