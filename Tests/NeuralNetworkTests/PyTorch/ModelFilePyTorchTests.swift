import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct ModelFilePyTorchTests {
  private func export(_ model: Sequential) throws -> PyTorchExport {
    try ModelFileONNXTests.file(model).pyTorch()
  }

  @Test func `a stack is an nn.Sequential`() throws {
    let model = try Sequential(input: [7, 8, 2]) {
      Conv2D(4, kernelSize: 2, strides: 3, padding: .same, activation: .relu)
      MaxPooling2D(poolSize: Size2(1, 3), strides: 1, padding: .same)
      Flatten()
      Dense(3, activation: .softmax, name: "train")
    }
    let export = try export(model)
    let modules = """
              OrderedDict([
                  ("conv2d_padding", nn.ZeroPad2d((0, 0, 0, 1))),
                  ("conv2d", nn.Conv2d(2, 4, (2, 2), stride=(3, 3), padding=(0, 0), dilation=(1, 1), groups=1, bias=True)),
                  ("conv2d_relu", nn.ReLU()),
                  ("max_pooling2d", nn.MaxPool2d((1, 3), stride=(1, 1), padding=(0, 1))),
                  ("flatten", nn.Flatten()),
                  ("train_", nn.Linear(36, 3, bias=True)),
                  ("train_softmax", nn.Softmax(dim=1)),
              ])
      """
    #expect(export.script.contains(modules), "\(export.script)")
    #expect(export.script.contains("torch.rand(2, 2, 7, 8)"))
    #expect(export.tensors.map(\.name) == ["conv2d.weight", "conv2d.bias", "train_.weight", "train_.bias"])
    #expect(export.tensors.map(\.tensor.shape) == [[4, 2, 2, 2], [4], [3, 36], [3]])
  }

  @Test func `a dense layer behind a flattened image has its features in PyTorch's order`() throws {
    let model = try Sequential(input: [2, 3, 4]) {
      Conv2D(4, kernelSize: 1)
      Flatten()
      Dropout(0.5)
      Dense(3, activation: .softmax)
    }
    let file = ModelFileONNXTests.file(model)
    let weight = try #require(try file.pyTorch().tensors.first { $0.name == "dense.weight" }).tensor
    let kernel = file.parameters["dense/kernel"]
    // Feature c · 6 + pixel of PyTorch is feature pixel · 4 + c here.
    for pixel in 0..<6 { for c in 0..<4 { #expect(weight[1, c * 6 + pixel] == kernel[pixel * 4 + c, 1]) } }
  }

  @Test func `what needs Keras' order is put into it`() throws {
    let model = try Sequential(input: [2, 3, 4]) {
      Dense(4)
      Flatten()
      LayerNormalization()
      Dense(3, activation: .softmax)
    }
    let script = try export(model).script
    #expect(script.contains("(\"dense_channels_last\", Permute(0, 2, 3, 1))"))
    // The image's channels are last when it is flattened: nothing changes places.
    #expect(!script.contains("FlattenedChannelsLast"))
    let flattened = try Sequential(input: [2, 3, 4]) {
      Flatten()
      Rescaling([Double](repeating: 2, count: 24))
      Dense(3, activation: .softmax)
    }
    #expect(try export(flattened).script.contains("FlattenedChannelsLast(4, 2, 3)"))
  }

  @Test func `branches are a module with a forward of its own`() throws {
    let input = LayerOutput.input([6, 6, 2])
    let first = Conv2D(2, kernelSize: 3, padding: .same)(input)
    let joined = Add()(first, input)
    let output = Dense(3, activation: .softmax)(GlobalAveragePooling2D()(joined))
    let script = try export(try Sequential(input: input, output: output)).script
    #expect(script.contains("x_conv2d = self.conv2d(x)\n"))
    #expect(script.contains("x_add = self.add(x_conv2d, x)\n"))
    #expect(script.contains("        return x_dense_softmax\n"))
    #expect(script.contains("class Add(nn.Module):"))
  }

  @Test func `only the classes that are used are defined`() throws {
    let model = try Sequential(input: [5, 5, 1]) {
      MinPooling2D()
      AveragePooling2D(padding: .same)
      Flatten()
      Dense(3, activation: .softmax)
    }
    let script = try export(model).script
    #expect(script.contains("class MinPool2d(nn.MaxPool2d):") && !script.contains("class Permute"))
    // Two pixels are made one on each side: the padding is the same on both.
    #expect(script.contains("nn.AvgPool2d((2, 2), stride=(2, 2), padding=(0, 0), count_include_pad=False)"))
  }

  @Test func `the weights are a safetensors file`() throws {
    let model = try Sequential(input: [3, 3, 1], layers: [Flatten(), Dense(3, activation: .softmax)])
    let export = try export(model)
    try withTemporaryFolder { folder in
      try export.writeWeights(to: folder + "/w.safetensors")
      let file = try SafetensorsFile(path: folder + "/w.safetensors")
      #expect(file.tensorNames == ["dense.weight", "dense.bias"])
      #expect(try file.tensor(named: "dense.weight", shape: [3, 9]) == export.tensors[0].tensor)
      let original = ModelFileONNXTests.file(model)
      #expect(file.metadata["format"] == "pt" && file.metadata["exported_for"] == "pytorch")
      #expect(file.metadata["class_names"] == #"["a", "b", "c"]"#)
      #expect(file.metadata["preprocessing"] == original.preprocessing.json.description)
      #expect(file.metadata["weights_sha256"] == original.parameters.weightsSHA256())
      #expect(throws: ModelFileError.self) { try ModelFile(path: folder + "/w.safetensors") }
    }
  }

  @Test func `an image is prepared by the script, its channels first`() throws {
    let model = try Sequential(input: [4, 5, 3], layers: [Flatten(), Dense(3, activation: .softmax)])
    let script = try export(model).script
    #expect(script.contains("Input: rgb images of 4x5, (N, C, H, W), as prepare() makes them of files.\n"))
    #expect(script.contains("(3, 4, 5) in float32"))
    #expect(script.contains("\n    return torch.from_numpy(x).permute(2, 0, 1)\n\n\ndef load_model("))
    #expect(ExportMark.pyTorch.isOn(script: script) && !ExportMark.keras.isOn(script: script))
  }

  @Test func `one output becomes the probabilities of both classes`() throws {
    let model = try Sequential(input: [2, 2, 1], layers: [Flatten(), Dense(1, activation: .sigmoid)])
    let script = try export(model).script
    #expect(
      script.contains("(N, 1), the probability p of CLASS_NAMES[1]; that of CLASS_NAMES[0] is 1 - p."))
    #expect(
      script.contains("\n            row = [1 - row[0], row[0]]\n            print({name: "))
  }

  @Test func `a name cannot end the text that it stands in`() throws {
    let model = try Sequential(
      name: #"a\"""b"#, input: [2, 2, 1], layers: [Flatten(), Dense(3, activation: .softmax)])
    #expect(try export(model).script.hasPrefix("\"\"\"The model " + #"a\\\"\"\"b in PyTorch, "#))
  }
}
