import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct GoldenExamplesTests {
  private func examples() -> GoldenExamples {
    GoldenExamples(
      inputs: GoldenExamples.inputs(for: [4, 4, 1]),
      outputs: Tensor(shape: [2, 3], scalars: [0.125, 0.25, 0.625, 0.25, 0.25, 0.5]))
  }

  @Test func `inputs are noise that is always the same`() {
    let inputs = GoldenExamples.inputs(for: [4, 5, 3])
    #expect(inputs.shape == [2, 4, 5, 3])
    #expect(inputs == GoldenExamples.inputs(for: [4, 5, 3]))
    #expect(inputs.scalars.allSatisfy { (0..<1).contains($0) })
    #expect(Set(inputs.scalars).count > 100)
    // A longer sample begins with the numbers of a shorter one; samples differ.
    #expect(
      Array(inputs.scalars.prefix(16)) == Array(GoldenExamples.inputs(for: [4, 4, 1]).scalars.prefix(16)))
    #expect(inputs.scalars.prefix(60) != inputs.scalars.suffix(60))
  }

  @Test func `a file carries them, and old files have none`() throws {
    var file = try ModelFileTests.small()
    try withTemporaryFolder { folder in
      try file.write(to: folder + "/old")
      #expect(try ModelFile(path: folder + "/old").goldenExamples == nil)
      file.goldenExamples = examples()
      try file.write(to: folder + "/new")
      #expect(try ModelFile(path: folder + "/new").goldenExamples == examples())
      #expect(
        try SafetensorsFile(path: folder + "/new").tensorNames.suffix(2) == [
          "golden/inputs", "golden/outputs",
        ])
    }
  }

  @Test func `examples of another shape are refused`() throws {
    var file = try ModelFileTests.small()
    try withTemporaryFolder { folder in
      file.goldenExamples = GoldenExamples(
        inputs: GoldenExamples.inputs(for: [4, 4, 1]), outputs: Tensor(repeating: 0, shape: [2, 4]))
      try file.write(to: folder + "/m")
      let error = #expect(throws: ModelFileError.self) { try ModelFile(path: folder + "/m") }
      #expect(error?.reason.contains("golden/outputs has the shape (2, 4), the model needs (2, 3)") == true)
    }
  }

  @Test func `differences`() {
    let outputs = examples().outputs.scalars
    #expect(examples().isEqual(to: outputs) && examples().difference(from: outputs) == 0)
    var others = outputs
    others[1] += 0.25
    others[4] -= 0.125
    #expect(!examples().isEqual(to: others) && examples().difference(from: others) == 0.25)
    others[0] = .nan
    #expect(examples().difference(from: others).isNaN)
    let broken = GoldenExamples(inputs: examples().inputs, outputs: Tensor(repeating: .nan, shape: [2, 3]))
    #expect(broken.difference(from: Array(repeating: .nan, count: 6)) == 0)
  }
}
