import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct WeightImportTests {
  /// A model whose dense layer has a normalized image before it, in Keras' order in PyTorch too.
  private func second() throws -> ModelFile {
    numbered(
      try Sequential(input: [3, 4, 2]) {
        Dense(3)
        LeakyReLU()
        Flatten()
        Dense(3, activation: .softmax)
      })
  }

  /// A model with every kind of parameter, all weights different.
  private func file() throws -> ModelFile {
    let model = try Sequential(input: [6, 7, 3]) {
      Conv2D(4, kernelSize: Size2(2, 3), groups: 1, useBias: false)
      BatchNormalization()
      PReLU(sharedAxes: [1, 2])
      DepthwiseConv2D(kernelSize: 2, depthMultiplier: 2)
      PReLU()
      LayerNormalization()
      SeparableConv2D(5, kernelSize: 2)
      Flatten()
      Activation(.tanh)
      BatchNormalization()
      PReLU()
      LayerNormalization()
      Dense(3, activation: .softmax)
    }
    return numbered(model)
  }

  private func numbered(_ model: Sequential) -> ModelFile {
    let file = ModelFileONNXTests.file(model)
    for (index, entry) in model.parameterLayout.entries.enumerated() {
      for (place, index) in zip(entry.range, (index * 1000)...) {
        file.parameters.values[place] = Float(index)
      }
    }
    return file
  }

  /// What comes of writing tensors and importing them into a model.
  private func imported(
    _ tensors: [(String, Tensor<Float>)], _ model: Sequential
  ) throws -> (WeightImport, Parameters) {
    try withTemporaryFolder { folder in
      let values = tensors.map(\.1.scalars)
      try withPointers(values) { pointers in
        try SafetensorsFile.write(
          to: folder + "/w", tensors: zip(tensors, pointers).map { ($0.0.0, $0.0.1.shape, $0.1) },
          metadata: [])
      }
      let parameters = Parameters(layout: model.parameterLayout)
      let file = try SafetensorsFile(path: folder + "/w")
      return (try file.importWeights(of: model, into: parameters), parameters)
    }
  }

  private func withPointers(
    _ values: [[Float]], _ body: ([UnsafeBufferPointer<Float>]) throws -> Void
  ) throws {
    let copies = values.map { scalars in
      let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: scalars.count)
      _ = copy.initialize(fromContentsOf: scalars)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    try body(copies.map { UnsafeBufferPointer($0) })
  }

  @Test func `what was written for PyTorch comes back`() throws {
    for file in [try file(), try second()] { try checkRoundTrip(file) }
  }

  private func checkRoundTrip(_ file: ModelFile) throws {
    let tensors = try file.pyTorch().tensors.map { ($0.name, $0.tensor) }
    // Names say nothing about the order here, and files hold their tensors sorted by name.
    for order in [tensors, tensors.reversed(), tensors.sorted { $0.0 < $1.0 }] {
      let numbers = Dictionary(
        uniqueKeysWithValues: file.model.layers.enumerated().map { ($1.name, "\($0)") })
      let renamed = order.map { name, tensor -> (String, Tensor<Float>) in
        let parts = name.split(separator: ".").map(String.init)
        let suffix = parts[0].hasSuffix("_pointwise") ? ".1" : ""
        let layer = parts[0].replacing("_pointwise", with: "").replacing("_depthwise", with: "")
        return ("features.\(numbers[layer]!)\(suffix).\(parts[1])", tensor)
      }
      let (taken, parameters) = try imported(renamed, file.model)
      #expect(taken.origin == .pyTorch)
      #expect(taken.pairs.map(\.parameter) == file.parameters.layout.entries.map(\.name))
      #expect(taken.pairs.first?.tensor == "features.0.weight")
      #expect(parameters.weightsSHA256() == file.parameters.weightsSHA256())
    }
  }

  @Test func `Keras' names and paths, and names of its own choice`() throws {
    let file = try file()
    let entries = file.parameters.layout.entries
    for name in ["", "sequential_3/"] {
      let (taken, parameters) = try imported(
        entries.map { (name + $0.name, file.parameters[$0.name]) }, file.model)
      #expect(taken.origin == .keras && taken.pairs[0].tensor == name + "conv2d/kernel")
      #expect(parameters.weightsSHA256() == file.parameters.weightsSHA256())
    }
    // Two layers of the same shape: 10 comes behind 9.
    let model = try Sequential(input: [4], layers: [Dense(4), Dense(4), Dense(2, activation: .softmax)])
    let tensors = [(10, Float(2)), (9, 1)].flatMap { number, value in
      [
        ("dense_\(number)/kernel", Tensor(repeating: value, shape: [4, 4])),
        ("dense_\(number)/bias", Tensor(repeating: value, shape: [4])),
      ]
    }
    let last = [
      ("head/kernel", Tensor(repeating: Float(3), shape: [4, 2])),
      ("head/bias", Tensor(repeating: 3, shape: [2])),
    ]
    let (taken, parameters) = try imported(tensors + last, model)
    #expect(
      taken.pairs.map(\.tensor) == [
        "dense_9/kernel", "dense_9/bias", "dense_10/kernel", "dense_10/bias", "head/kernel", "head/bias",
      ])
    #expect(parameters["dense/bias"].scalars == [1, 1, 1, 1] && parameters["dense_1/kernel"][3, 3] == 2)
  }

  @Test func `what is passed over is told, and two of a name are refused`() throws {
    let model = try Sequential(input: [2], layers: [Dense(2, activation: .softmax)])
    let (kernel, bias) = (
      Tensor<Float>(repeating: 1, shape: [2, 2]), Tensor<Float>(repeating: 2, shape: [2])
    )
    let (taken, _) = try imported(
      [("dense/kernel", kernel), ("dense/bias", bias), ("other/kernel", kernel)], model)
    #expect(taken.passedOver == ["other/kernel"])
    let twice = #expect(throws: ModelFileError.self) {
      try imported([("a/dense/kernel", kernel), ("b/dense/kernel", kernel), ("a/dense/bias", bias)], model)
    }
    #expect(twice?.reason.contains("a/dense/kernel and b/dense/kernel both end in dense/kernel") == true)
  }

  @Test func `numbers that are none are refused`() throws {
    let model = try Sequential(input: [2], layers: [Dense(2, activation: .softmax)])
    let error = #expect(throws: ModelFileError.self) {
      try imported(
        [
          ("dense/kernel", Tensor(repeating: 1, shape: [2, 2])),
          ("dense/bias", Tensor(shape: [2], scalars: [1, .nan])),
        ], model)
    }
    #expect(error?.reason == "dense/bias has numbers that are infinite, or none")
  }

  @Test func `what does not fit is told with both sides' names`() throws {
    let model = try Sequential(input: [4], layers: [Dense(3), Dense(2, activation: .softmax)])
    func message(_ tensors: [(String, Shape)]) throws -> String {
      let made = tensors.map { ($0.0, Tensor(repeating: Float(0), shape: $0.1)) }
      let error = #expect(throws: ModelFileError.self) { try imported(made, model) }
      return error?.reason ?? ""
    }
    let first: [(String, Shape)] = [("0.weight", [3, 4]), ("0.bias", [3])]
    #expect(
      try message(first + [("2.weight", [5, 3]), ("2.bias", [5])])
        == "no tensors for dense_1 (Dense), which needs weight (2, 3), bias (2,) as PyTorch has them; "
        + "left are 2.bias (5,), 2.weight (5, 3)"
        || message(first + [("2.weight", [5, 3]), ("2.bias", [5])]).contains("2.weight (5, 3)"))
    #expect(try message(first).hasSuffix("all of the file's are taken"))
    let whole = first + [("2.weight", [2, 3]), ("2.bias", [2])]
    #expect(try message(whole + [("4.weight", [2, 2])]).hasSuffix("that no layer takes: 4.weight (2, 2)"))
    // Its own names are a promise: the one that lacks is named.
    #expect(
      try message([("dense/kernel", [4, 3]), ("dense/bias", [3])]).contains("no tensor dense_1/kernel"))
  }

  @Test func `natural order`() {
    #expect(WeightModule.isBefore("conv2", "conv10") && !WeightModule.isBefore("conv10", "conv2"))
    #expect(WeightModule.isBefore("a.1.b", "a.1.b.2") && WeightModule.isBefore("0", "1"))
    #expect(!WeightModule.isBefore("x", "x") && WeightModule.isBefore("features.9", "head"))
  }
}
