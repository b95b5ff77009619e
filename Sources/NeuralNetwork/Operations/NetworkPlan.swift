import Kernels
import LinearAlgebra

/// A network as the engine runs it: operations in segments, and the place of every number they use.
///
/// Within a segment a shard needs no word from other shards. The plan follows from the model, the size of the batch
/// and the number of lanes alone.
package struct NetworkPlan: Sendable {
  /// A part of the network between two meetings of all lanes.
  package enum Segment: Sendable {
    /// Operations that each shard goes through alone, and the most samples of a shard.
    case shards([any Operation], size: Int)
    /// A dense layer over the whole batch.
    case batchDense(BatchDense)
    /// The statistics of the whole batch.
    case batchStatistics(BatchStatisticsOperation)
  }

  /// The segments from the input to the logits; the last one is of shards.
  package let segments: [Segment]
  /// The loss behind the last segment.
  package let loss: LossOperation
  /// The sizes of all memory.
  package let memory: MemoryPlan

  /// The normalizations by the statistics of shards, whose moving statistics are still those of the batch.
  package let ghostStatistics: [BatchStatisticsOperation]

  private let input: Value

  /// What a shard may occupy: about a second-level cache; never detected, so that no plan depends on the
  /// machine.
  static let shardFloats = 1 << 18

  /// The same where a network is cut, and a shard's values come from far memory and go there: smaller shards find more of
  /// them in the cache, but the more weights there are, the more samples are to share each reading of them.
  static let cutShardFloats = 1 << 17
  static let weightShare = 8

  /// Plans a network.
  ///
  /// - Parameters:
  ///   - model: A classifier.
  ///   - batchSize: The most samples of a batch.
  ///   - laneCount: The lanes that a batch is dealt to.
  ///   - seed: The seed of dropout.
  ///   - loss: What is made small; nil for what the model's output asks for.
  ///   - keepsDeadOutputs: Whether outputs are computed that a later pooling drops: for measurements.
  ///   - ghostBatchSize: The most samples of a shard, where batch normalization takes the statistics of each shard.
  ///   - shardSize: The most samples of a shard else; nil for what a cache holds.
  ///   - mostWeights: The most weights of several stages that a shard goes through in one go; nil for what a cache holds.
  /// - Throws: `ModelError` where the model is no classifier, or the loss is for another kind of output.
  package init(
    model: Sequential, batchSize: Int, laneCount: Int, seed: UInt64, loss: Loss? = nil,
    keepsDeadOutputs: Bool = false, ghostBatchSize: Int? = nil, shardSize: Int? = nil,
    mostWeights: Int? = nil
  ) throws(ModelError) {
    let loss = loss ?? model.usualLoss
    try model.requireClassifier(for: loss)
    let stages = model.stages(
      keepsDeadOutputs: keepsDeadOutputs, hasGhostBatches: ghostBatchSize != nil)
    let single = NetworkPlanner(
      model, stages, shardSizes: [1], batchSize: batchSize, seed: seed, loss: loss,
      keepsDeadOutputs: keepsDeadOutputs, mostWeights: mostWeights)
    let perLane = (batchSize + laneCount - 1) / laneCount
    let isCut = single.workingFloats.count > 1
    let sizes = single.workingFloats.map { floats in
      let budget = isCut ? Self.cutShardFloats + Self.weightShare * floats.weights : Self.shardFloats
      let fitting = max(1, budget / max(1, floats.sample))
      // As alike as they can be.
      let shards = (perLane + fitting - 1) / fitting
      return min(perLane, ghostBatchSize ?? shardSize ?? ((perLane + shards - 1) / shards))
    }
    let plan = NetworkPlanner(
      model, stages, shardSizes: sizes, batchSize: batchSize, seed: seed, loss: loss,
      keepsDeadOutputs: keepsDeadOutputs, mostWeights: mostWeights)
    segments = plan.segments
    self.loss = plan.loss
    memory = plan.memory
    ghostStatistics = plan.ghostStatistics
    input = plan.input
  }

  /// Where a sample of the batch's input goes: its first pixel and the distance of its rows.
  package func inputPlace(of sample: Int, in buffer: UnsafeMutablePointer<Float>) -> (
    pixels: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    let start = buffer + (input.place.offset + sample * input.place.stride + input.layout.origin)
    return (start, input.layout.rowStride)
  }

  /// The probabilities of a sample in the batch's memory.
  package func probabilities(
    of sample: Int, in batch: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    batch + (loss.probabilities.offset + sample * loss.probabilities.stride)
  }

  /// Where the target distribution of a sample goes.
  package func target(of sample: Int, in input: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> {
    input + (loss.targets.offset + sample * loss.targets.stride)
  }

  /// Where the weight of a sample goes.
  package func weight(of sample: Int, in input: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> {
    input + (loss.weights.offset + sample * loss.weights.stride)
  }

  /// Every operation of the shards; those that have weights pack them.
  package var packingOperations: [any Operation] {
    segments.flatMap { segment -> [any Operation] in
      if case .shards(let operations, _) = segment { operations } else { [] }
    }
  }
}
