import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct GradientPlanTests {
  /// Around two convolutions: the sum's gradient is that of both its inputs, and the first convolution adds its own.
  @Test func aSumHandsItsGradientOn() throws {
    let found = try PlannedNetwork { input in
      let x = Conv2D(4, kernelSize: 3, padding: .same, name: "before")(input)
      let y = Conv2D(4, kernelSize: 3, padding: .same, name: "branch")(x)
      return Add(name: "sum")(y, x)
    }
    let (inputs, output) = try found.values("sum")
    #expect(inputs.allSatisfy { $0.gradient == output.gradient } && output.gradient != nil)
    let branch = try found.values("branch")
    #expect(branch.inputs[0].place == inputs[1].place && branch.inputs[0].gradient != inputs[1].gradient)
  }

  /// A value that gathers gradients before the sum's other inputs have read theirs has memory of its own.
  @Test func aGradientIsNotSpoiltForOthers() throws {
    let found = try PlannedNetwork { input in
      let x = Conv2D(4, kernelSize: 3, padding: .same, name: "before")(input)
      let other = Conv2D(4, kernelSize: 3, padding: .same, name: "other")(input)
      let late = Conv2D(4, kernelSize: 1, name: "late")(x)
      return Add(name: "outer")(Add(name: "sum")(other, x), late)
    }
    let (inputs, output) = try found.values("sum")
    #expect(inputs[0].gradient == output.gradient)
    let x = try found.values("before").output
    #expect(x.gradient != output.gradient && x.gradient != nil)
  }

  /// The gradient of a normalization's input follows from that of its output, which other shards must not
  /// overwrite before.
  @Test(arguments: [ActivationFunction.linear, .relu, .swish])
  func theMomentsReadTheGradientBehindTheMeeting(_ function: ActivationFunction) throws {
    let found = try PlannedNetwork { input in
      BatchNormalization(name: "normal")(
        Conv2D(4, kernelSize: 3, activation: function, name: "before")(input))
    }
    let (before, normal) = (try found.values("before").output, try found.values("normal").output)
    #expect(normal.gradient?.storage == .batch)
    // Only a convolution that does nothing more works its gradient out by itself.
    #expect((before.gradient == normal.gradient) == (function == .linear))
    #expect(before.gradient?.storage == (function == .linear ? .batch : .workspace))
  }

  /// On the way back the third normalization's gradient has been read when the first one's is written.
  @Test func gradientsOfDifferentTimesShareTheirMemory() throws {
    let found = try PlannedNetwork { input in
      ["first", "second", "third", "fourth"].reduce(input) { value, name in
        BatchNormalization(name: name)(Conv2D(4, kernelSize: 3, padding: .same)(value))
      }
    }
    let gradients = try ["first", "second", "third", "fourth"].map {
      try #require(try found.values($0).output.gradient)
    }
    #expect(gradients.allSatisfy { $0.storage == .batch })
    #expect(gradients[0] == gradients[2] && gradients[1] == gradients[3] && gradients[0] != gradients[1])
  }

  @Test func nothingIsReservedWhereNobodyAsks() throws {
    let found = try PlannedNetwork { input in
      Conv2D(4, kernelSize: 3, name: "trained")(AveragePooling2D(name: "before")(input))
    }
    #expect(try found.values("before").output.gradient == nil)
    #expect(try found.values("trained").output.gradient?.storage == .workspace)
    #expect(found.memory.batchCount == 0)
  }
}
