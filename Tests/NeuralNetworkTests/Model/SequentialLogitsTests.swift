import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct SequentialLogitsTests {
  @Test func theClosingSoftmaxIsTakenOff() throws {
    let dense = try Sequential(
      input: [4], layers: [Dense(3, activation: .relu), Dense(2, activation: .softmax)])
    #expect(dense.logitLayers.map { ($0 as? Dense)?.activation } == [.relu, .linear])
    #expect(dense.logitLayers.map(\.name) == ["dense", "dense_1"])
    let separate = try Sequential(input: [4], layers: [Dense(2), Activation(.softmax)])
    #expect((separate.logitLayers[1] as? Activation)?.activation == .linear)
    let conv = try Sequential(
      input: [4, 4, 2],
      layers: [
        Conv2D(2, kernelSize: 3, strides: 2, padding: .same, groups: 2, activation: .softmax, useBias: false)
      ])
    let logits = try #require(conv.logitLayers[0] as? Conv2D)
    #expect(logits.activation == .linear)
    #expect(logits.strides == 2 && logits.padding == .same && logits.groups == 2 && !logits.useBias)
  }

  @Test func withoutSoftmaxNothingChanges() throws {
    let model = try Sequential(input: [4], layers: [Dense(2, activation: .relu)])
    #expect((model.logitLayers[0] as? Dense)?.activation == .relu)
  }
}
