import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct SequentialSummaryTests {
  @Test(arguments: ArchitectureTests.standard)
  func architecturesAsKerasPrintsThem(name: String, input: Shape, classes: Int) throws {
    let model = try Sequential.named(name, input: input, classes: classes)
    #expect(try model.summary() == Golden.text("\(name).txt"))
    #expect("\(model)" == model.summary())
  }

  @Test(arguments: ["zoo-1", "zoo-2", "zoo-3"])
  func otherLayersAndLongNames(name: String) throws {
    let model = try Sequential(kerasJSON: Golden.text("\(name).json"))
    #expect(try model.summary() == Golden.text("\(name).txt"))
  }

  @Test func totals() throws {
    let summary = try Sequential.named("mnist-cnn", input: [28, 28, 1], classes: 10).summary()
    #expect(summary.contains("\n Total params: 60,554 (236.54 KB)\n"))
    #expect(summary.hasSuffix("\n Non-trainable params: 0 (0.00 B)"))
  }
}
