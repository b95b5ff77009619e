import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct SequentialKerasJSONTests {
  /// Character by character what `model.to_json()` printed.
  @Test(arguments: ArchitectureTests.standard)
  func architecturesAsKerasWritesThem(name: String, input: Shape, classes: Int) throws {
    let model = try Sequential.named(name, input: input, classes: classes)
    #expect(try model.kerasJSON() == Golden.text("\(name).json"))
  }

  @Test(arguments: ["zoo-1", "zoo-2", "zoo-3"])
  func readAndWrittenAgain(name: String) throws {
    let text = try Golden.text("\(name).json")
    #expect(try Sequential(kerasJSON: text).kerasJSON() == text)
  }

  @Test func everyArgumentSurvives() throws {
    let model = try Sequential(name: "m", input: [12, 12, 2]) {
      Conv2D(
        3, kernelSize: Size2(3, 2), strides: Size2(1, 2), padding: .same, activation: .tanh, useBias: false,
        kernelInitializer: .heNormal, biasInitializer: .normal(stddev: 0.25), name: "first")
      Conv2D(2, kernelSize: 2, dilationRate: Size2(2, 3))
      MinPooling2D(poolSize: 2, strides: 1, padding: .same)
      Dropout(0.375)
      Flatten()
      Dense(4, activation: .swish, useBias: false, kernelInitializer: .zeros)
      Activation(.softmax)
    }
    let copy = try Sequential(kerasJSON: model.kerasJSON())
    #expect(copy.kerasJSON() == model.kerasJSON())
    #expect(copy.parameterLayout == model.parameterLayout)
    #expect(copy.layerShapes == model.layerShapes)
    let first = try #require(copy.layers[0] as? Conv2D)
    #expect(
      first.strides == Size2(1, 2) && first.padding == .same && !first.useBias && first.activation == .tanh)
    #expect(first.kernelInitializer == .heNormal && first.biasInitializer == .normal(stddev: 0.25))
    #expect(
      (copy.layers[2] as? MinPooling2D)?.window == PoolingWindow(poolSize: 2, strides: 1, padding: .same))
    #expect((copy.layers[3] as? Dropout)?.rate == 0.375)
  }

  /// Keras 2 writes plain names in place of objects, and the input's shape in the first layer.
  @Test func keras2() throws {
    let model = try Sequential(
      kerasJSON: """
        {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
          {"class_name": "Conv2D", "config": {"name": "conv2d", "trainable": true, "batch_input_shape": [null, 8, 8, 1],
            "dtype": "float32", "filters": 2, "kernel_size": [3, 3], "strides": [1, 1], "padding": "valid",
            "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": "relu",
            "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
            "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": null}},
          {"class_name": "train_parallel>MinPooling2D", "config": {"name": "min_pooling2d", "trainable": true,
            "dtype": "float32", "pool_size": [2, 2], "padding": "valid", "strides": [2, 2],
            "data_format": "channels_last"}},
          {"class_name": "Flatten", "config": {"name": "flatten", "trainable": true, "dtype": "float32",
            "data_format": "channels_last"}},
          {"class_name": "Dense", "config": {"name": "dense", "trainable": true, "dtype": "float32", "units": 3,
            "activation": "softmax", "kernel_initializer": "glorot_uniform", "bias_initializer": "zeros"}}]},
         "keras_version": "2.15.0", "backend": "tensorflow"}
        """)
    #expect(model.inputShape == [8, 8, 1])
    #expect(model.layers.map(\.className) == ["Conv2D", "MinPooling2D", "Flatten", "Dense"])
    #expect(model.parameterCount == 20 + 18 * 3 + 3)
  }

  static let unsupported = [
    (#""groups": 1"#, #""groups": 4"#, "conv2d (Conv2D): groups is 4"),
    ("channels_last", "channels_first", "conv2d (Conv2D): data_format is \"channels_first\""),
    (#""activation": "silu""#, #""activation": "selu""#, "conv2d (Conv2D): activation is \"selu\""),
    ("GlorotUniform", "Orthogonal", "conv2d (Conv2D): kernel_initializer is "),
    (
      #""kernel_regularizer": null"#, #""kernel_regularizer": "l2""#,
      "conv2d (Conv2D): kernel_regularizer is \"l2\""
    ),
    (#""filters": 6"#, #""filters": 0"#, "conv2d (Conv2D): filters is 0"),
    (#""filters": 6"#, #""filters": 99999999999"#, "conv2d (Conv2D): filters is 99999999999"),
    (#""filters": 6"#, #""filters": "6""#, "conv2d (Conv2D): filters is \"6\""),
    (#""kernel_size": [5, 5]"#, #""kernel_size": [5]"#, "conv2d (Conv2D): kernel_size is [5]"),
    (#""padding": "valid""#, #""padding": "causal""#, "conv2d (Conv2D): padding is \"causal\""),
    (#""pool_size": [2, 2]"#, #""pool_size": [0, 2]"#, "max_pooling2d (MaxPooling2D): pool_size is [0, 2]"),
    (#""class_name": "Flatten""#, #""class_name": "LSTM""#, "flatten: class_name is LSTM"),
    (
      #""name": "conv2d", "trainable": true"#, #""name": "conv2d", "trainable": 1"#,
      "conv2d (Conv2D): trainable"
    ),
    (
      #"[null, 32, 32, 3], "dtype""#, #"[null, null, null, 3], "dtype""#,
      "input_layer: batch_shape is [null, null"
    ),
    (#""units": 120"#, #""units": 120, "new_in_keras_9": true"#, "dense (Dense): new_in_keras_9 is true"),
    (
      #""name": "float32""#, #""name": "mixed_float16""#,
      "sequential (Sequential): dtype is \"mixed_float16\""
    ),
    (
      #""class_name": "Sequential""#, #""class_name": "Subclassed""#,
      "the model's JSON cannot be read: it describes a Subclassed"
    ),
    (#""name": "conv2d_1""#, #""name": "conv2d""#, "the layer name \"conv2d\" is borne by two"),
    (#""compile_config": {}}"#, #""compile_config": {}"#, "the model's JSON cannot be read: "),
  ]

  @Test(arguments: unsupported.indices)
  func refused(index: Int) throws {
    let (old, new, message) = Self.unsupported[index]
    let text = try Golden.text("lenet5.json")
    let range = try #require(text.firstRange(of: old))
    let error = #expect(throws: ModelError.self) {
      try Sequential(kerasJSON: text.replacingCharacters(in: range, with: new))
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func customClassesOfOthers() throws {
    let text = try Golden.text("zoo-2.json").replacing("train_parallel>Min", with: "their_package>Min")
    let error = #expect(throws: ModelError.self) { try Sequential(kerasJSON: text) }
    #expect(
      error?.description.hasSuffix(
        #"registered_name is "their_package>MinPooling2D", expected "train_parallel>MinPooling2D" beside the "#
          + "class_name MinPooling2D") == true, "\(error?.description ?? "")")
  }

  /// Keras writes no name of ours where nobody registered the class.
  @Test func aClassOfOursNeedsItsRegisteredName() throws {
    let layer = LocalResponseNormalization(name: "lrn")
    let model = try Sequential(input: [4, 4, 3], layers: [layer, Flatten(), Dense(2, activation: .softmax)])
    let name = #""registered_name": "train_parallel>LocalResponseNormalization""#
    let text = model.kerasJSON()
    try #require(text.contains(name))
    for other in [#""registered_name": null"#, #""unregistered": null"#] {
      let error = #expect(throws: ModelError.self) {
        try Sequential(kerasJSON: text.replacing(name, with: other))
      }
      #expect(
        error?.description
          == #"lrn: registered_name is missing, expected "train_parallel>LocalResponseNormalization" beside the "#
          + "class_name LocalResponseNormalization")
    }
    let error = #expect(throws: ModelError.self) {
      try Sequential(kerasJSON: text.replacing(#""LocalResponseNormalization""#, with: #""Flatten""#))
    }
    let reason = #"is "train_parallel>LocalResponseNormalization", expected null, for Keras' own Flatten"#
    #expect(error?.description.contains(reason) == true)
  }

  @Test func aClassOfAnotherNameTellsTheNearest() throws {
    let text = try Golden.text("lenet5.json").replacing(
      #""class_name": "Flatten""#, with: #""class_name": "Flaten""#)
    let error = #expect(throws: ModelError.self) { try Sequential(kerasJSON: text) }
    #expect(error?.description.hasPrefix("flatten: class_name is Flaten, expected one of Conv2D, ") == true)
    #expect(error?.description.hasSuffix("; did you mean Flatten?") == true)
    let british = #expect(throws: ModelError.self) {
      try Sequential(
        kerasJSON: try Golden.text("lenet5.json").replacing(
          #""class_name": "Flatten""#, with: #""class_name": "BatchNormalisation""#))
    }
    #expect(british?.description.hasSuffix("; did you mean BatchNormalization?") == true)
  }

  @Test func anyOtherJSON() {
    for text in [
      "", "1", "[]", "{}", #"{"class_name": "Sequential", "config": {"name": "a", "layers": []}}"#,
    ] {
      #expect(throws: ModelError.self) { try Sequential(kerasJSON: text) }
    }
  }

  @Test func files() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model.json"
      try Data(Golden.text("lenet5.json").utf8).write(to: URL(filePath: path))
      #expect(try Sequential(kerasJSONFile: path).parameterCount == 62_006)
      try Data([0x7B, 0x22, 0xFF, 0x22]).write(to: URL(filePath: path))
      let damaged = #expect(throws: ModelFileError.self) { try Sequential(kerasJSONFile: path) }
      #expect(damaged?.description.hasPrefix("\(path): the model's JSON cannot be read: ") == true)
      #expect(damaged?.kind == .badData)
      let missing = #expect(throws: ModelFileError.self) { try Sequential(kerasJSONFile: folder + "/none") }
      #expect(missing?.kind == .missingInput)
    }
  }

  @Test func namesWithQuotes() throws {
    let model = try Sequential(name: "a \"model\"", input: [2], layers: [Dense(2, name: "ü\\")])
    #expect(try Sequential(kerasJSON: model.kerasJSON()).layers[0].name == "ü\\")
  }
}
