import Testing

@testable import NeuralNetwork

@Suite struct SequentialHeadTests {
  private func model() throws -> Sequential {
    try Sequential(input: [4, 4, 1]) {
      Flatten()
      Dense(5, activation: .relu, name: "hidden")
      Dense(3, activation: .softmax, useBias: false, kernelInitializer: .heNormal, name: "classes")
    }
  }

  @Test func theLastDenseLayerGetsOtherOutputs() throws {
    let model = try model()
    #expect(model.headName == "classes")
    let other = try model.replacingHead(classes: 7)
    #expect(other.layers.map(\.name) == model.layers.map(\.name))
    #expect(other.classCount == 7 && other.endsInSoftmax)
    let head = try #require(other.layers.last as? Dense)
    #expect(!head.useBias && head.kernelInitializer == .heNormal)
    #expect(other.parameterLayout["hidden/kernel"] == model.parameterLayout["hidden/kernel"])
  }

  @Test func twoClassesCanHaveOneOutput() throws {
    let binary = try model().replacingHead(classes: 2, isBinary: true)
    #expect(binary.isBinary && binary.outputShape == [1])
    #expect(try binary.replacingHead(classes: 2).outputShape == [2])
  }

  @Test func aClosingActivationGoesWithIt() throws {
    let model = try Sequential(input: [4]) {
      Dense(3)
      Activation(.softmax)
    }
    #expect(model.headName == "dense")
    let other = try model.replacingHead(classes: 4)
    #expect(other.layers.count == 1 && other.endsInSoftmax)
  }

  @Test func whatEndsInAnotherLayerIsRefused() throws {
    let model = try Sequential(input: [4, 4, 1]) {
      Conv2D(3, kernelSize: 4)
      Flatten()
      Activation(.softmax)
    }
    #expect(model.headName == nil)
    #expect(throws: ModelError.self) { try model.replacingHead(classes: 4) }
  }
}
