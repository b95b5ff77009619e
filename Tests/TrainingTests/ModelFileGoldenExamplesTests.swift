import LinearAlgebra
import NeuralNetwork
import TestSupport
import Testing

@testable import Training

@Suite struct ModelFileGoldenExamplesTests {
  private func file() throws -> ModelFile {
    let model = try Sequential(input: [9, 8, 3]) {
      Conv2D(5, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Flatten()
      Dropout(0.5)
      Dense(4, activation: .softmax)
    }
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 3)
    return ModelFile(
      model: model, parameters: parameters, classNames: ["a", "b", "c", "d"],
      preprocessing: Preprocessing(height: 9, width: 8, color: "rgb"))
  }

  @Test func `outputs are the probabilities of the plain network`() throws {
    let file = try file()
    let examples = try #require(try file.withGoldenExamples().goldenExamples)
    #expect(examples.outputs.shape == [2, 4])
    let weights = (0..<file.parameters.layout.count).map { Double(file.parameters.values[$0]) }
    let inputs = Tensor(shape: examples.inputs.shape, scalars: examples.inputs.scalars.map(Double.init))
    let expected = ReferenceNetwork(model: file.model).output(parameters: weights, inputs: inputs)
    // Single precision over some hundred terms of order one.
    for (found, expected) in zip(examples.outputs.scalars, expected.scalars) {
      #expect(abs(Double(found) - expected) < 1e-5)
    }
  }

  @Test func `the same bits each time, and from a file`() throws {
    let file = try file().withGoldenExamples()
    let examples = try #require(file.goldenExamples)
    try withTemporaryFolder { folder in
      try file.write(to: folder + "/m")
      let copy = try ModelFile(path: folder + "/m")
      #expect(copy.goldenExamples == examples)
      for instructionSet in InstructionSet.available where instructionSet != .baseline {
        let outputs = try copy.outputs(for: examples.inputs, instructionSet: instructionSet)
        #expect(examples.isEqual(to: outputs) || InstructionSet.best == .baseline)
      }
      let outputs = try copy.outputs(for: examples.inputs, instructionSet: .baseline)
      #expect(examples.difference(from: outputs) < 1e-5)
    }
  }

  @Test func `one sample's outputs do not depend on those beside it`() throws {
    let file = try file()
    let inputs = GoldenExamples.inputs(for: file.model.inputShape)
    let both = try file.outputs(for: inputs)
    let second = Tensor(shape: [1, 9, 8, 3], scalars: Array(inputs.scalars.suffix(216)))
    #expect(try file.outputs(for: second) == Array(both.suffix(4)))
  }
}
