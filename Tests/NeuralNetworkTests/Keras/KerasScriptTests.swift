import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct KerasScriptTests {
  private func script(_ layers: [any Layer]) throws -> String {
    let model = try Sequential(
      input: [6, 6, 3], layers: layers + [Flatten(), Dense(3, activation: .softmax)])
    return ModelFileONNXTests.file(model).kerasScript
  }

  @Test func `weights are set by the names that are in the file`() throws {
    let script = try script([])
    #expect(script.contains("keras.models.model_from_json(file.metadata()[\"model\"])"))
    #expect(script.contains("file.get_tensor(f\"{layer.name}/{weight.name}\")"))
    #expect(script.contains("keras.random.uniform((2, 6, 6, 3))"))
    #expect(!script.contains("class "))
  }

  @Test func `classes that Keras lacks are registered once`() throws {
    let script = try script([MinPooling2D(strides: 1), MinPooling2D(), LocalResponseNormalization()])
    #expect(script.split(separator: "\n").count { $0.hasPrefix("class ") } == 2)
    #expect(script.split(separator: "\n").count { $0.hasPrefix("@keras.saving") } == 2)
    for type in [MinPooling2D.registeredName, LocalResponseNormalization.registeredName] {
      #expect(type?.hasPrefix("train_parallel>") == true)
    }
  }

  @Test func `an image is prepared by the script`() throws {
    let script = try script([])
    #expect(script.contains("Input: rgb images of 6x6, (N, H, W, C), as prepare() makes them of files.\n"))
    #expect(script.contains("Output: (N, 3), the probability of each of model.class_names.\n"))
    #expect(script.contains("\n\n\ndef prepare(path):\n"))
    #expect(script.contains("(6, 6, 3) in float32"))
    #expect(script.contains("\n    return x\n\n\ndef load_model("))
  }

  @Test func `one output becomes the probabilities of both classes`() throws {
    let model = try Sequential(input: [2, 2, 1], layers: [Flatten(), Dense(1, activation: .sigmoid)])
    let script = ModelFileONNXTests.file(model).kerasScript
    #expect(
      script.contains(
        "(N, 1), the probability p of model.class_names[1]; that of model.class_names[0] is 1 - p."))
    #expect(
      script.contains("\n        row = [1 - row[0], row[0]]\n        print({name: "))
    #expect(try !self.script([]).contains("1 - "))
  }

  @Test func `script and weights tell that an export made them`() throws {
    let model = try Sequential(input: [2, 2, 1], layers: [Flatten(), Dense(3, activation: .softmax)])
    let file = ModelFileONNXTests.file(model)
    #expect(ExportMark.keras.isOn(script: file.kerasScript))
    #expect(!ExportMark.pyTorch.isOn(script: file.kerasScript))
    try withTemporaryFolder { folder in
      try file.writeForKeras(to: folder + "/marked")
      try file.write(to: folder + "/plain")
      #expect(try SafetensorsFile(path: folder + "/marked").metadata["exported_for"] == "keras")
      #expect(try SafetensorsFile(path: folder + "/plain").metadata["exported_for"] == nil)
      // It is still a model of this program, and the mark does not go further.
      try ModelFile(path: folder + "/marked").write(to: folder + "/again")
      #expect(try fileContents(folder + "/again") == fileContents(folder + "/plain"))
    }
  }
}
