import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct VerifyCommandTests {
  private func file() throws -> ModelFile {
    let model = try Architecture.shapesCNN.model(input: [12, 12, 1], classes: 3)
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 1)
    return ModelFile(
      model: model, parameters: parameters, classNames: ["a", "b", "c"],
      preprocessing: Preprocessing(height: 12, width: 12, color: "grayscale"))
  }

  @Test func `a model that was saved with examples is equal bit for bit`() throws {
    try withTemporaryFolder { base in
      try file().withGoldenExamples().write(to: base + "/m.safetensors")
      let run = try ProgramRun(["verify", base + "/m.safetensors"])
      #expect(run.code == 0, "\(run.messages)")
      #expect(run.output.contains("goldens  equal bit for bit (\(InstructionSet.best.rawValue))\n"))
      #expect(run.output.contains("hashes   file and weights match; weights_sha256 "))
      let json = try JSON(parsing: ProgramRun(["verify", base + "/m.safetensors", "--json"]).output.utf8)
      #expect(json["ok"] == true && json["goldens"]?["state"] == "equal" && json["tensors"] == 8)
    }
  }

  @Test func `other kernels' examples are close, other outputs are wrong`() throws {
    var file = try file().withGoldenExamples()
    let examples = try #require(file.goldenExamples)
    try withTemporaryFolder { base in
      for (offset, code, text) in [(Float(1e-6), 0, "within 1e-05"), (0.25, 65, "more than 1e-05")] {
        var outputs = examples.outputs
        outputs.scalars[0] += offset
        file.goldenExamples = GoldenExamples(inputs: examples.inputs, outputs: outputs)
        try file.write(to: base + "/m.safetensors")
        let run = try ProgramRun(["verify", base + "/m.safetensors"])
        #expect(run.code == Int32(code))
        #expect(run.output.contains(text), "\(run.output)")
        #expect(run.messages.contains("computes another model") == (code == 65))
      }
    }
  }

  @Test func `a model that predict cannot load is not well`() throws {
    try withTemporaryFolder { base in
      let whole = try file()
      try ModelFile(
        model: whole.model, parameters: whole.parameters, classNames: whole.classNames,
        preprocessing: Preprocessing(height: 6, width: 12, color: "grayscale")
      ).write(to: base + "/m.safetensors")
      let run = try ProgramRun(["verify", base + "/m.safetensors"])
      #expect(run.code == 65 && run.messages.contains("its preprocessing gives 6x12 grayscale"))
    }
  }

  @Test func `a model without examples, one that is damaged, and wrong use`() throws {
    try withTemporaryFolder { base in
      let path = base + "/m.safetensors"
      try file().write(to: path)
      let run = try ProgramRun(["verify", path])
      #expect(run.code == 0 && run.output.contains("goldens  none in the file"))
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: URL(fileURLWithPath: path))
      let damaged = try ProgramRun(["verify", path, "--json"])
      #expect(damaged.code == 65 && damaged.messages.contains("damaged"))
      let json = try JSON(parsing: damaged.output.utf8)
      #expect(json["ok"] == false && json["problem"]?.text?.contains("damaged") == true)
      let broken = try file()
      broken.parameters.values[0] = .nan
      try broken.write(to: path)
      #expect(try ProgramRun(["verify", path]).code == 65)
    }
    #expect(try ProgramRun(["verify"]).code == 64)
    #expect(try ProgramRun(["verify", "/nowhere/m.safetensors"]).code == 66)
  }
}
