/// Builds the operations of a plan and hands out the memory.
struct NetworkPlanner {
  let segments: [NetworkPlan.Segment]
  let memory: MemoryPlan
  /// The normalizations by the statistics of shards, whose moving statistics are still those of the batch.
  let ghostStatistics: [BatchStatisticsOperation]
  let loss: LossOperation
  let input: Value
  /// The floats that each segment's shards go through at a time: those of one sample, and those that samples share.
  let workingFloats: [(sample: Int, weights: Int)]

  /// Plans a network for shards of the sizes given, by segment; the last size is that of all further segments.
  init(
    _ model: Sequential, _ stages: [Stage], shardSizes: [Int], batchSize: Int, seed: UInt64,
    loss: Loss, keepsDeadOutputs: Bool, mostWeights: Int?
  ) {
    var memory = MemoryPlan(shardSizes: shardSizes, batchSize: batchSize)
    let plan = ValuePlan(
      model, stages, keepsDeadOutputs: keepsDeadOutputs, mostWeights: mostWeights, &memory)
    memory.enter(segment: 0)
    var builder = SegmentBuilder(stages, plan, seed: seed, memory)
    for index in stages.indices { builder.addStage(index) }
    segments = builder.finish()
    ghostStatistics = builder.ghostStatistics
    memory = builder.memory
    let classes = model.classCount
    self.loss = LossOperation(
      loss: loss, logits: builder.value(stages.last?.result ?? 0),
      probabilities: memory.reserve(classes, in: .batch), targets: memory.reserve(classes, in: .input),
      weights: memory.reserve(1, in: .input), classes: classes)
    input = builder.value(0)
    self.memory = memory
    workingFloats = plan.segmentFloats.isEmpty ? [(memory.workspaceCount, 0)] : plan.segmentFloats
  }
}
