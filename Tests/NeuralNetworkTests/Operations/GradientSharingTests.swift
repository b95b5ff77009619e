import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct GradientSharingTests {
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

  /// Blocks one behind the other: every sum shares with both its inputs, all of them are one tree.
  @Test func residualBlocksNeedOneGradient() throws {
    let found = try PlannedNetwork { input in
      var x = Conv2D(4, kernelSize: 3, padding: .same, name: "start")(input)
      for name in ["first", "second"] {
        x = Add(name: name)(x, Conv2D(4, kernelSize: 3, padding: .same, name: "in \(name)")(x))
      }
      return x
    }
    let gradient = try #require(try found.values("second").output.gradient)
    for name in ["start", "first", "in first", "in second"] {
      #expect(try found.values(name).output.gradient == gradient, "\(name)")
    }
  }

  /// What a limited sum lets pass is not what another input of the outer sum is to read.
  @Test(arguments: [false, true])
  func aLimitedSumKeepsToItself(isLimited: Bool) throws {
    let found = try PlannedNetwork { input in
      let x = Conv2D(4, kernelSize: 3, padding: .same, name: "early")(input)
      let inner = Add(name: "inner")(
        Conv2D(4, kernelSize: 1, name: "left")(x), Conv2D(4, kernelSize: 1, name: "right")(input))
      return Add(name: "outer")(isLimited ? Activation(.relu)(inner) : inner, x)
    }
    let outer = try #require(try found.values("outer").output.gradient)
    let (inner, early) = (
      try found.values("inner").output.gradient, try found.values("early").output.gradient
    )
    #expect(
      try found.values("left").output.gradient == inner && found.values("right").output.gradient == inner)
    // One of both has the outer sum's memory, or both where nothing is written between.
    #expect(inner == outer && (early == outer) == !isLimited)
  }
}
