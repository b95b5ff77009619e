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
}
