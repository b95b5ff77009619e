import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ValuePlanTests {
  /// Convolutions with other borders: the second has a copy of its own.
  @Test func bordersThatDifferAreInMemoriesThatDiffer() throws {
    let found = try PlannedNetwork { input in
      let x = Conv2D(4, kernelSize: 3, padding: .same, name: "before")(input)
      return Add()(
        Conv2D(4, kernelSize: 3, padding: .same, name: "three")(x),
        Conv2D(4, kernelSize: 5, padding: .same, name: "five")(x))
    }
    let (three, five) = (try found.values("three").inputs[0], try found.values("five").inputs[0])
    #expect(three.layout.top != five.layout.top && three.place != five.place)
  }

  /// What stands before a meeting waits for the way back in the memory of the batch; what stands behind it does not.
  @Test func normalizationCutsTheNetwork() throws {
    let found = try PlannedNetwork { input in
      Conv2D(3, kernelSize: 1, name: "behind")(
        BatchNormalization(name: "normal")(Conv2D(4, kernelSize: 3, name: "before")(input)))
    }
    let before = try found.values("before").output
    #expect(before.place.storage == .batch && before.gradient?.storage == .batch)
    let behind = try found.values("behind")
    #expect(behind.output.place.storage == .workspace && behind.inputs[0].place.storage == .workspace)
    #expect(found.plan.segments.max() == 2)
    #expect(found.plan.segmentFloats.map(\.sample).max() ?? 0 >= 2 * 6 * 6 * 4)
    #expect(found.plan.segmentFloats.map(\.weights).max() ?? 0 >= 3 * 3 * 3 * 4)
    // Its output is behind the last meeting, where each shard goes back at once: nothing is computed once more.
    #expect(found.plan.renewed.isEmpty)
    // The convolution works its gradient out from that of the normalization's output: they share it.
    #expect(try before.gradient == found.values("normal").output.gradient)
  }

  /// What a normalization gives stays in the workspace and is had again on the way back, unless another segment takes it.
  @Test func normalizedValuesAreHadAgain() throws {
    let found = try PlannedNetwork { input in
      let first = BatchNormalization(name: "first")(Conv2D(4, kernelSize: 3, padding: .same)(input))
      let second = BatchNormalization(name: "second")(Conv2D(4, kernelSize: 3, padding: .same)(first))
      let third = Conv2D(4, kernelSize: 3, padding: .same, name: "third")(MaxPooling2D(poolSize: 1)(second))
      return Add()(BatchNormalization(name: "last")(third), third)
    }
    let (first, second) = (try found.values("first"), try found.values("second"))
    #expect(first.output.place.storage == .workspace && second.output.place.storage == .workspace)
    #expect(first.inputs[0].place.storage == .batch)
    let stage = try #require(found.stages.last { $0.name == "first" })
    // A pooling reads no value on the way back.
    #expect(found.plan.renewed == [stage.result])
    let shared = try PlannedNetwork { input in
      let normal = BatchNormalization(name: "normal")(Conv2D(4, kernelSize: 3, padding: .same)(input))
      return Add()(BatchNormalization()(Conv2D(4, kernelSize: 3, padding: .same)(normal)), normal)
    }
    #expect(try shared.values("normal").output.place.storage == .batch && shared.plan.renewed.isEmpty)
  }
}
