/// Makes the segments of a plan from its stages, one after another.
///
/// Operations gather until the next segment begins. What all lanes meet for is a segment of its own.
struct SegmentBuilder {
  /// Where the operations keep what they work on.
  var memory: MemoryPlan
  /// The normalizations by the statistics of shards.
  var ghostStatistics: [BatchStatisticsOperation] = []
  /// The segments that are complete.
  var segments: [NetworkPlan.Segment] = []
  /// The operations of the segment that is not.
  var operations: [any Operation] = []
  /// The statistics' memory by the number of their layer.
  var statistics: [Int: BatchStatisticsMemory] = [:]

  let stages: [Stage]
  let plan: ValuePlan
  /// The normalization whose input's gradient a convolution works out, by the convolution.
  let inOneGo: [Int: Int]
  private let seed: UInt64

  init(_ stages: [Stage], _ plan: ValuePlan, seed: UInt64, _ memory: MemoryPlan) {
    self.stages = stages
    self.plan = plan
    self.seed = seed
    self.memory = memory
    inOneGo = stages.normalizationsInOneGo
  }

  /// The value of a name.
  func value(_ name: ValueName) -> Value {
    guard let value = plan.values[name] else {
      preconditionFailure("A stage takes a value that no stage gives")
    }
    return value
  }

  /// Adds the operation or the segment of a stage.
  mutating func addStage(_ index: Int) {
    let stage = stages[index]
    if index > 0, plan.segments[index] != plan.segments[index - 1] { finishShards() }
    memory.enter(segment: plan.segments[index])
    switch stage.kind {
    case .batchDense(let layer): addBatchDense(stage, layer)
    case .moments(let layer): addMoments(index, layer)
    case .meeting(let layer): addMeeting(stage, layer)
    case .normalization(let layer, let low, let high): addNormalization(stage, layer, low: low, high: high)
    case .ghostNormalization(let layer, let low, let high):
      addGhostNormalization(stage, layer, low: low, high: high)
    default:
      let (inputs, output) = (stage.inputs.map(value), value(stage.result))
      let normalized = normalizedGradient(behind: index)
      if let operation = stage.operation(inputs, output, seed: seed, normalized, &memory) {
        operations.append(operation)
      }
    }
  }

  /// All segments; the last one goes forward, through the loss, and back.
  mutating func finish() -> [NetworkPlan.Segment] {
    segments.append(.shards(operations, size: memory.shardSize))
    return segments
  }

  private mutating func finishShards() {
    if !operations.isEmpty { segments.append(.shards(operations, size: memory.shardSize)) }
    operations = []
  }

  private mutating func addBatchDense(_ stage: Stage, _ layer: Dense) {
    segments.append(
      .batchDense(
        BatchDense(
          name: stage.name, inputs: stage.input[0], units: layer.units, input: value(stage.inputs[0]),
          output: value(stage.result), kernel: stage.kernel, bias: stage.bias, &memory)))
  }
}
