import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct ExportCommandTests {
  private func withModel(_ body: (String, String) throws -> Void) throws {
    let model = try Architecture.leNet5.model(input: [28, 28, 1], classes: 3)
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 1)
    try withTemporaryFolder { base in
      try ModelFile(
        model: model, parameters: parameters, classNames: ["a", "b", "c"],
        preprocessing: Preprocessing(height: 28, width: 28, color: "grayscale")
      ).write(to: base + "/m.safetensors")
      try body(base + "/m.safetensors", base)
    }
  }

  @Test func `ONNX with and without the preprocessing`() throws {
    try withModel { model, base in
      let run = try ProgramRun(["export", model, "--output", base + "/m.onnx"])
      #expect(run.code == 0 && run.messages.contains("input (N, 28, 28, 1), float32"), "\(run.messages)")
      let plain = try Data(contentsOf: URL(fileURLWithPath: base + "/m.onnx"))
      let pixels = try ProgramRun(["export", model, "--output", base + "/p.onnx", "--with-preprocessing"])
      #expect(pixels.code == 0 && pixels.messages.contains("uint8 pixels"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: base + "/p.onnx")).count > plain.count)
    }
  }

  @Test func `Keras and PyTorch, with what loads them on standard output`() throws {
    try withModel { model, base in
      let keras = try ProgramRun(["export", model, "--output", base + "/k", "--format", "keras"])
      #expect(keras.code == 0)
      #expect(try names(in: base + "/k") == ["model.json", "model.py", "model.safetensors"])
      #expect(keras.output == (try text(of: base + "/k/model.py")) + "\n")
      #expect(try loadArchitecture(base + "/k/model.json").name == "sequential")
      let torch = try ProgramRun(["export", model, "--output", base + "/t", "--format", "pytorch"])
      #expect(torch.code == 0 && torch.output.contains("nn.Sequential("))
      #expect(try names(in: base + "/t") == ["model.py", "model.safetensors"])

      // The weights come back from PyTorch's layout.
      let weights = InitialWeights(path: base + "/t/model.safetensors")
      let file = try ModelFile(path: model)
      let parameters = Parameters(layout: file.model.parameterLayout)
      let said = try weights.load(into: parameters, of: file.model)
      #expect(parameters.weightsSHA256() == file.parameters.weightsSHA256())
      #expect(said.contains("took 10 tensors in PyTorch's layout: conv2d/kernel from conv2d.weight, "))
    }
  }

  @Test func `of two classes with one output everything says whose probability it is`() throws {
    try withTemporaryFolder { base in
      let model = try Sequential(input: [4, 4, 1], layers: [Flatten(), Dense(1, activation: .sigmoid)])
      let parameters = Parameters(layout: model.parameterLayout)
      parameters.initialize(seed: 1)
      let path = base + "/m.safetensors"
      try ModelFile(
        model: model, parameters: parameters, classNames: ["cat", "dog"],
        preprocessing: Preprocessing(height: 4, width: 4, color: "grayscale")
      ).write(to: path)
      let onnx = try ProgramRun(["export", path, "--output", base + "/m.onnx"])
      #expect(onnx.code == 0 && onnx.messages.contains("(N, 1), of dog, the second class;"))
      for format in ["keras", "pytorch"] {
        let run = try ProgramRun(["export", path, "--output", "\(base)/\(format)", "--format", format])
        #expect(run.code == 0 && run.messages.contains("; output (N, 1), of dog, the second class\n"))
        #expect(run.output.contains("    row = [1 - row[0], row[0]]\n"))
      }
      #expect(ExportCommand.abstract.contains("gives (N, 1), the probability of the second"))
    }
  }

  @Test func `wrong use is told`() throws {
    try withModel { model, base in
      for (arguments, code, message) in [
        ([], 64, "MODEL is missing"), ([model], 64, "--output is missing"),
        ([model, "--output", base + "/m"], 64, "--format is missing"),
        ([model, "--output", base + "/m", "--format", "tflite"], 64, "expected onnx, keras or pytorch"),
        ([model, "--output", base + "/m", "--format", "keras", "--with-preprocessing"], 64, "only for ONNX"),
        ([model, "--output", base + "/no/m.onnx"], 73, "cannot be created"),
        ([model, "--output", base, "--format", "onnx"], 64, "it is a folder, but an ONNX model is one file"),
        ([model, "--output", base + "/m.onnx", "--format", "keras"], 64, "it is named like a file"),
        ([model, "--output", base + "/m.onnx", "--format", "pytorch"], 64, "it is named like a file"),
        ([model, "--output", base + "/m.pt", "--format", "pytorch"], 64, "name one without .pt"),
        (["/nowhere/m.safetensors", "--output", base + "/m.onnx"], 66, "/nowhere"),
      ] as [([String], Int32, String)] {
        let run = try ProgramRun(["export"] + arguments)
        #expect(run.code == code && run.messages.contains(message), "\(run.messages)")
      }
    }
  }

  @Test(arguments: ["m.weights.h5", "m.keras", "m.pth"])
  func `weights in other formats come with the lines that convert them`(name: String) throws {
    let model = try Sequential(input: [4], layers: [Dense(2, activation: .softmax)])
    let error = #expect(throws: ProgramError.self) {
      try InitialWeights(path: name).load(into: Parameters(layout: model.parameterLayout), of: model)
    }
    #expect(error?.kind == .usage && error?.description.contains("save_file(") == true)
  }
}
