import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct ModelFileONNXTests {
  /// A model whose weight number i of a tensor is (i % 7 − 3) / 4.
  static func file(_ model: Sequential, standardization: Preprocessing.Standardization = .init()) -> ModelFile
  {
    let parameters = Parameters(layout: model.parameterLayout)
    for entry in parameters.layout.entries {
      for (index, place) in entry.range.enumerated() { parameters.values[place] = Float(index % 7 - 3) / 4 }
    }
    return ModelFile(
      model: model, parameters: parameters, classNames: Array(["a", "b", "c"].prefix(model.classCount)),
      preprocessing: Preprocessing(
        height: model.inputShape[0], width: model.inputShape[1],
        color: model.inputShape[2] == 1 ? "grayscale" : "rgb", standardization: standardization))
  }

  /// What a graph holds: operators, constants with their shapes, inputs and outputs with theirs.
  struct Graph {
    let nodes: [(operation: String, inputs: [String], output: String)]
    /// The attributes that are lists of whole numbers, of each node.
    let attributes: [[String: [Int]]]
    let constants: [String: [Int]]
    let values: [String: (type: Int, shape: [Int])]

    init(_ file: ModelFile, _ options: ONNXOptions = .init()) throws {
      let model = try #require(ProtocolReader(file.onnx(options).bytes))
      #expect(model.numbers(1) == [7])
      #expect(model.messages(8).first?.numbers(2) == [13])
      let graph = try #require(model.messages(7).first)
      nodes = graph.messages(1).map { ($0.texts(4)[0], $0.texts(1), $0.texts(2)[0]) }
      attributes = graph.messages(1).map { node in
        Dictionary(uniqueKeysWithValues: node.messages(5).map { ($0.texts(1)[0], $0.numbers(8)) })
      }
      constants = Dictionary(uniqueKeysWithValues: graph.messages(5).map { ($0.texts(8)[0], $0.numbers(1)) })
      values = Dictionary(
        uniqueKeysWithValues: (graph.messages(11) + graph.messages(12)).map { value in
          let tensor = value.messages(2)[0].messages(1)[0]
          // The batch's size is a name.
          return (
            value.texts(1)[0],
            (tensor.numbers(1)[0], tensor.messages(2)[0].messages(1).flatMap { $0.numbers(1) })
          )
        })
      // Every name that is taken was given before.
      var known = Set(constants.keys).union(["input"])
      for node in nodes {
        #expect(node.inputs.allSatisfy(known.contains), "\(node)")
        #expect(known.insert(node.output).inserted, "\(node) gives a name twice")
      }
      #expect(known.contains("probabilities"))
    }
  }

  private func small() throws -> Sequential {
    try Sequential(input: [4, 4, 1]) {
      Conv2D(2, kernelSize: 2, activation: .tanh)
      MinPooling2D()
      Flatten()
      Dense(3, activation: .softmax)
    }
  }

  private func golden(_ name: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
    return [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  @Test func `the bytes are those that onnx writes`() throws {
    let model = try small()
    let bytes = try Self.file(model).onnx(ONNXOptions(producerVersion: "1.2.3")).bytes
    #expect(bytes == (try golden("small.onnx")))
    var steps = Preprocessing.Standardization()
    (steps.featurewiseMean, steps.featurewiseStd) = ([0.25], [0.5])
    let options = ONNXOptions(includesPreprocessing: true, producerVersion: "1.2.3")
    let pixels = try Self.file(model, standardization: steps).onnx(options).bytes
    #expect(pixels == (try golden("small-pixels.onnx")))
  }

  @Test func `of two classes with one output the description says whose probability it is`() throws {
    let model = try Sequential(input: [2, 2, 1], layers: [Flatten(), Dense(1, activation: .sigmoid)])
    for includesPreprocessing in [false, true] {
      let options = ONNXOptions(includesPreprocessing: includesPreprocessing)
      let message = try #require(ProtocolReader(Self.file(model).onnx(options).bytes))
      let description = try #require(message.texts(6).first)
      #expect(
        description.hasSuffix(
          "; probabilities: (N, 1), p of the second of the metadata's class_names, that of the first is 1 - p"
        ))
    }
    let graph = try Graph(Self.file(model))
    #expect(graph.nodes.last?.operation == "Sigmoid" && graph.values["probabilities"]! == (1, [1]))
  }

  @Test func `files begin with what tells that this program made them`() throws {
    #expect(try Self.file(small()).onnx(.init()).bytes.starts(with: ModelFile.onnxMark))
    #expect(ModelFile.onnxMark == [8, 7, 18, 14] + Array("train-parallel".utf8))
  }

  @Test func `every layer gives nodes whose inputs are there`() throws {
    let stacks: [[any Layer]] = [
      [Conv2D(6, kernelSize: 3, strides: 2, padding: .same, groups: 3, activation: .relu), MaxPooling2D()],
      [
        DepthwiseConv2D(kernelSize: 2, depthMultiplier: 2), SeparableConv2D(4, kernelSize: 2, useBias: false),
      ],
      [BatchNormalization(scale: false), LayerNormalization(center: false), LocalResponseNormalization()],
      [ZeroPadding2D(padding: 2), AveragePooling2D(), SpatialDropout2D(0.5), Rescaling(2, offset: 1)],
      [PReLU(), LeakyReLU(), ELU(), ReLU(maxValue: 2, negativeSlope: 0.1), MinPooling2D()],
      [GlobalAveragePooling2D(keepdims: true), GlobalMaxPooling2D(), BatchNormalization()],
    ]
    for layers in stacks + ActivationFunction.allCases.map({ [Activation($0)] }) {
      let model = try Sequential(
        input: [7, 8, 3], layers: layers + [Flatten(), Dropout(0.1), Dense(3, activation: .softmax)])
      let graph = try Graph(Self.file(model))
      #expect(graph.nodes.last?.operation == "Softmax")
      #expect(graph.values["input"]! == (1, [7, 8, 3]) && graph.values["probabilities"]! == (1, [3]))
      // No weight is left out; constants that nobody takes would be none.
      let used = Set(graph.nodes.flatMap(\.inputs))
      #expect(graph.constants.keys.allSatisfy(used.contains))
      #expect(graph.constants.count >= model.parameterLayout.entries.count)
    }
  }

  @Test func `kernels have their channels first, and a window its own padding on each side`() throws {
    let model = try Sequential(input: [6, 5, 4]) {
      Conv2D(6, kernelSize: Size2(3, 2), padding: .same, groups: 2)
      DepthwiseConv2D(kernelSize: Size2(2, 3), depthMultiplier: 3)
      Flatten()
      Dense(3, activation: .softmax)
    }
    let graph = try Graph(Self.file(model))
    #expect(graph.constants["conv2d/kernel"] == [6, 2, 3, 2])
    #expect(graph.attributes[1]["kernel_shape"] == [3, 2] && graph.attributes[1]["pads"] == [1, 0, 1, 1])
    #expect(graph.constants["depthwise_conv2d/kernel"] == [18, 1, 2, 3])
    #expect(
      graph.nodes.map(\.operation) == [
        "Transpose", "Conv", "Conv", "Transpose", "Flatten", "Gemm", "Softmax",
      ])
  }

  @Test func `branches take what their layers give`() throws {
    let input = LayerOutput.input([6, 6, 2])
    let first = Conv2D(4, kernelSize: 3, padding: .same)(input)
    let second = Activation(.relu)(BatchNormalization()(first))
    let joined = Concatenate()(Add()(first, second), input)
    let output = Dense(3, activation: .softmax)(GlobalAveragePooling2D()(joined))
    let graph = try Graph(Self.file(try Sequential(input: input, output: output)))
    let add = try #require(graph.nodes.first { $0.operation == "Add" })
    #expect(add.inputs == ["conv2d/Conv", "activation/Relu"])
    // The input is turned once for both of its readers.
    #expect(graph.nodes.count { $0.operation == "Transpose" } == 1)
    #expect(graph.nodes.first { $0.operation == "Concat" }?.inputs == ["add/Add", "conv2d/Transpose"])
  }

  @Test func `pixels are bytes, standardized in Keras' order`() throws {
    let model = try small()
    var steps = Preprocessing.Standardization()
    (steps.samplewiseStdNormalization, steps.featurewiseMean) = (true, [0.5])
    steps.whitening = (0..<256).map { Float($0 % 3) }
    let graph = try Graph(
      Self.file(model, standardization: steps), ONNXOptions(includesPreprocessing: true))
    #expect(graph.values["input"]! == (2, [4, 4, 1]))
    #expect(
      graph.nodes.map(\.operation).prefix(13) == [
        "Cast", "Mul", "ReduceMean", "Sub", "Mul", "ReduceMean", "Sqrt", "Add", "Div", "Sub", "Flatten",
        "MatMul",
        "Reshape",
      ])
    steps.preprocessingFunction = "edges"
    let error = #expect(throws: ModelFileError.self) {
      try Self.file(model, standardization: steps).onnx(ONNXOptions(includesPreprocessing: true))
    }
    #expect(error?.reason.contains("edges") == true)
  }

  @Test func `a layer without a form is named`() throws {
    let model = try Sequential(
      input: [2, 2, 1], layers: [Unknown(), Flatten(), Dense(3, activation: .softmax)])
    let file = Self.file(model)
    let error = #expect(throws: ModelFileError.self) { try file.onnx(.init(), path: "m.onnx") }
    #expect(error?.description.hasPrefix("m.onnx: unknown (Unknown) has no form in ONNX") == true)
    #expect(throws: ModelFileError.self) { try file.pyTorch() }
  }

  @Test func `the file appears whole or not at all`() throws {
    let file = Self.file(try small())
    try withTemporaryFolder { folder in
      try file.writeONNX(to: folder + "/m.onnx")
      #expect(try fileContents(folder + "/m.onnx") == (try file.onnx(.init()).bytes))
      #expect(throws: ModelFileError.self) { try file.writeONNX(to: folder + "/nowhere/m.onnx") }
      #expect(try names(in: folder) == ["m.onnx"])
    }
  }
}

/// A layer of a program's own.
private struct Unknown: Layer {
  static let className = "Unknown"
  var name = ""
  var configuration: [JSON.Member] { [] }

  init() {}
  init(configuration: LayerConfiguration) throws(ModelError) { name = configuration.name }
  func outputShape(for input: Shape) throws(ModelError) -> Shape { input }
}
