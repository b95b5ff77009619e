import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ValuePlanTests {
  private func plan(_ body: (LayerOutput) -> LayerOutput) throws -> (stages: [Stage], plan: ValuePlan) {
    let input = LayerOutput.input([8, 8, 4])
    let output = Dense(2, activation: .softmax)(Flatten()(body(input)))
    let model = try Sequential(input: input, output: output)
    let stages = model.stages()
    var memory = MemoryPlan(shardSizes: [2], batchSize: 4)
    return (stages, ValuePlan(model, stages, keepsDeadOutputs: false, &memory))
  }

  /// The values that the last stage of a layer takes and gives; those before it bring it its inputs.
  private func values(
    _ name: String, _ found: (stages: [Stage], plan: ValuePlan)
  ) throws -> (inputs: [Value], output: Value) {
    let stage = try #require(found.stages.last { $0.name == name })
    return (
      try stage.inputs.map { try #require(found.plan.values[$0]) },
      try #require(found.plan.values[stage.result])
    )
  }

  /// Around two convolutions: the sum's gradient is that of both its inputs, and the first convolution adds its own.
  @Test func aSumHandsItsGradientOn() throws {
    let found = try plan { input in
      let x = Conv2D(4, kernelSize: 3, padding: .same, name: "before")(input)
      let y = Conv2D(4, kernelSize: 3, padding: .same, name: "branch")(x)
      return Add(name: "sum")(y, x)
    }
    let (inputs, output) = try values("sum", found)
    #expect(inputs.allSatisfy { $0.gradient == output.gradient } && output.gradient != nil)
    let branch = try values("branch", found)
    #expect(branch.inputs[0].place == inputs[1].place && branch.inputs[0].gradient != inputs[1].gradient)
  }

  /// A value that gathers gradients before the sum's other inputs have read theirs has memory of its own.
  @Test func aGradientIsNotSpoiltForOthers() throws {
    let found = try plan { input in
      let x = Conv2D(4, kernelSize: 3, padding: .same, name: "before")(input)
      let other = Conv2D(4, kernelSize: 3, padding: .same, name: "other")(input)
      let late = Conv2D(4, kernelSize: 1, name: "late")(x)
      return Add(name: "outer")(Add(name: "sum")(other, x), late)
    }
    let (inputs, output) = try values("sum", found)
    #expect(inputs[0].gradient == output.gradient)
    let x = try values("before", found).output
    #expect(x.gradient != output.gradient && x.gradient != nil)
  }

  /// Convolutions with other borders: the second has a copy of its own.
  @Test func bordersThatDifferAreInMemoriesThatDiffer() throws {
    let found = try plan { input in
      let x = Conv2D(4, kernelSize: 3, padding: .same, name: "before")(input)
      return Add()(
        Conv2D(4, kernelSize: 3, padding: .same, name: "three")(x),
        Conv2D(4, kernelSize: 5, padding: .same, name: "five")(x))
    }
    let (three, five) = (try values("three", found).inputs[0], try values("five", found).inputs[0])
    #expect(three.layout.top != five.layout.top && three.place != five.place)
  }

  /// What stands before a meeting waits for the way back in the memory of the batch; what stands behind it does not.
  @Test func normalizationCutsTheNetwork() throws {
    let found = try plan { input in
      Conv2D(3, kernelSize: 1, name: "behind")(
        BatchNormalization(name: "normal")(Conv2D(4, kernelSize: 3, name: "before")(input)))
    }
    let before = try values("before", found).output
    #expect(before.place.storage == .batch && before.gradient?.storage == .batch)
    let behind = try values("behind", found)
    #expect(behind.output.place.storage == .lane && behind.inputs[0].place.storage == .lane)
    #expect(found.plan.segments.max() == 2)
    #expect(found.plan.segmentFloats.map(\.sample).max() ?? 0 >= 2 * 6 * 6 * 4)
    #expect(found.plan.segmentFloats.map(\.weights).max() ?? 0 >= 3 * 3 * 3 * 4)
    // The normalization's output is computed once more on the way back, where a segment goes there by itself.
    #expect(found.plan.renewed.isEmpty)
    // The convolution works its gradient out from that of the normalization's output: they share it.
    #expect(try before.gradient == values("normal", found).output.gradient)
  }

  /// What a normalization gives stays in the lane and is had again on the way back, unless another segment takes it.
  @Test func normalizedValuesAreHadAgain() throws {
    let found = try plan { input in
      let first = BatchNormalization(name: "first")(Conv2D(4, kernelSize: 3, padding: .same)(input))
      let second = BatchNormalization(name: "second")(Conv2D(4, kernelSize: 3, padding: .same)(first))
      let third = Conv2D(4, kernelSize: 3, padding: .same, name: "third")(MaxPooling2D(poolSize: 1)(second))
      return Add()(BatchNormalization(name: "last")(third), third)
    }
    let (first, second) = (try values("first", found), try values("second", found))
    #expect(first.output.place.storage == .lane && second.output.place.storage == .lane)
    #expect(first.inputs[0].place.storage == .batch)
    let stage = try #require(found.stages.last { $0.name == "first" })
    // A pooling reads no value on the way back.
    #expect(found.plan.renewed == [stage.result])
    let shared = try plan { input in
      let normal = BatchNormalization(name: "normal")(Conv2D(4, kernelSize: 3, padding: .same)(input))
      return Add()(BatchNormalization()(Conv2D(4, kernelSize: 3, padding: .same)(normal)), normal)
    }
    #expect(try values("normal", shared).output.place.storage == .batch && shared.plan.renewed.isEmpty)
  }
}
