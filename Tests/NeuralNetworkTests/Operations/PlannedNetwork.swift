import LinearAlgebra
import Testing

@testable import NeuralNetwork

/// The plan of a small network behind an input of 8 x 8 x 4, by the names of its layers.
struct PlannedNetwork {
  let stages: [Stage]
  let plan: ValuePlan
  let memory: MemoryPlan

  init(_ body: (LayerOutput) -> LayerOutput) throws {
    let input = LayerOutput.input([8, 8, 4])
    let output = Dense(2, activation: .softmax)(Flatten()(body(input)))
    let model = try Sequential(input: input, output: output)
    stages = model.stages()
    var memory = MemoryPlan(shardSizes: [2], batchSize: 4)
    plan = ValuePlan(model, stages, keepsDeadOutputs: false, mostWeights: nil, &memory)
    self.memory = memory
  }

  /// The values that the last stage of a layer takes and gives; those before it bring it its inputs.
  func values(_ name: String) throws -> (inputs: [Value], output: Value) {
    let stage = try #require(stages.last { $0.name == name })
    return (
      try stage.inputs.map { try #require(plan.values[$0]) }, try #require(plan.values[stage.result])
    )
  }
}
