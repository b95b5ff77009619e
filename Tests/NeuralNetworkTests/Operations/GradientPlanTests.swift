import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct GradientPlanTests {
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
