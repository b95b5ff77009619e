import Files
import LinearAlgebra

/// What an ONNX file is made with.
public struct ONNXOptions: Hashable, Sendable {
  /// Whether the graph takes pixels (uint8, 0 ... 255) and standardizes them itself; else it takes float32 values as
  /// the network sees them.
  public var includesPreprocessing: Bool
  /// The version of the program that writes, for the file's metadata.
  public var producerVersion: String

  /// Describes a file.
  public init(includesPreprocessing: Bool = false, producerVersion: String = "") {
    self.includesPreprocessing = includesPreprocessing
    self.producerVersion = producerVersion
  }
}

extension ModelFile {
  /// The most bytes that a message of protocol buffers can have.
  private static let largestONNX = Int(Int32.max)

  /// Writes the model as an ONNX file: opset 13, IR version 7, the names of classes and the preprocessing as metadata.
  ///
  /// - Shapes: input `input` (N, H, W, C), output `probabilities` (N, classes), or (N, 1) with the probability of the
  ///   second class where a model for two classes has one output; N is free.
  /// - Throws: `ModelFileError` for a layer without a form in ONNX, for more than 2 GiB, or with the system's words.
  public func writeONNX(to path: String, options: ONNXOptions = ONNXOptions()) throws(ModelFileError) {
    let bytes = try onnx(options, path: path).bytes
    guard bytes.count <= Self.largestONNX else {
      throw .damaged(
        "the model has \(bytes.count) bytes, more than the 2 GiB that an ONNX file can have", path: path)
    }
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(WholeFileError) in try writeWhole([bytes], to: path) }
    }
    if case .failure(let error) = result {
      throw ModelFileError(
        path: path, reason: error.reason, kind: error.kind, isDiskFull: error.system.isDiskFull)
    }
  }

  /// What the files begin with: the IR version and the program that made them.
  package static var onnxMark: [UInt8] { onnxHead.bytes }

  private static var onnxHead: ProtocolBuffer {
    var message = ProtocolBuffer()
    message.add(1, integer: 7)
    message.add(2, text: "train-parallel")
    return message
  }

  /// The message `ModelProto`.
  ///
  /// - Parameter path: The file that shall hold it, for errors.
  func onnx(_ options: ONNXOptions, path: String = "") throws(ModelFileError) -> ProtocolBuffer {
    var message = Self.onnxHead
    message.add(3, text: options.producerVersion)
    message.add(6, text: onnxDescription(options))
    message.add(7, message: try onnxGraph(options, path: path))
    var operators = ProtocolBuffer()
    operators.add(1, text: "")
    operators.add(2, integer: 13)
    message.add(8, message: operators)
    for (key, text) in exportedMetadata {
      var entry = ProtocolBuffer()
      entry.add(1, text: key)
      entry.add(2, text: text)
      message.add(14, message: entry)
    }
    return message
  }

  /// What the input is, and the output where it is not a number a class, in words.
  private func onnxDescription(_ options: ONNXOptions) -> String {
    let (color, size) = (preprocessing.color, "\(preprocessing.height)x\(preprocessing.width)")
    let input =
      options.includesPreprocessing
      ? "input: \(color) pixels 0 ... 255 of images resized to \(size) (\(preprocessing.resizeFilter)), channels last"
      : "input: \(color) images of \(size), channels last, prepared as the metadata's preprocessing says"
    guard model.isBinary else { return input }
    return input
      + "; probabilities: (N, 1), p of the second of the metadata's class_names, that of the first is 1 - p"
  }

  /// The message `GraphProto`.
  private func onnxGraph(_ options: ONNXOptions, path: String) throws(ModelFileError) -> ProtocolBuffer {
    var graph = ONNXGraph()
    let input = ONNXValue(name: "input", shape: model.inputShape)
    var value = input
    if options.includesPreprocessing {
      if let function = preprocessing.standardization.preprocessingFunction {
        throw .damaged(
          "the preprocessing function \(function) is the program's own and has no form in ONNX; export without the "
            + "preprocessing, and apply the function before the network", path: path)
      }
      graph.scope = "preprocessing"
      value = graph.standardize(value, preprocessing)
    }
    var values: [ONNXValue] = []
    for (index, layer) in model.layers.enumerated() {
      guard let layer = layer as? any ONNXLayer else {
        throw .damaged("\(layer.title) has no form in ONNX; conform its type to ONNXLayer", path: path)
      }
      graph.scope = layer.name
      let output = layer.addNodes(
        to: &graph,
        inputs: model.inboundLayers[index].map { $0 == Sequential.modelInput ? value : values[$0] },
        parameters: model.parameterEntries(ofLayer: index).map { parameters[$0.name] })
      values.append(output)
    }
    value = graph.channelsLast(values[values.count - 1])
    if value.name == input.name { value = graph.add("Identity", [value.name], like: value) }
    let output = ONNXValue(name: "probabilities", shape: value.shape)
    graph.rename(value.name, to: output.name)
    return graph.message(
      named: model.name, input: (input, options.includesPreprocessing ? .uint8 : .float),
      output: (output, .float))
  }
}

extension ONNXGraph {
  /// The message `GraphProto`.
  fileprivate func message(
    named name: String, input: (ONNXValue, ONNXTensor.ElementType),
    output: (ONNXValue, ONNXTensor.ElementType)
  ) -> ProtocolBuffer {
    var message = ProtocolBuffer()
    for node in nodes { message.add(1, message: node.message) }
    message.add(2, text: name)
    for constant in constants { message.add(5, message: constant.message) }
    message.add(11, message: Self.message(input.0, input.1))
    message.add(12, message: Self.message(output.0, output.1))
    return message
  }

  /// The message `ValueInfoProto`: a name, an element type and a shape whose first size is free.
  private static func message(_ value: ONNXValue, _ type: ONNXTensor.ElementType) -> ProtocolBuffer {
    var shape = ProtocolBuffer()
    var batch = ProtocolBuffer()
    batch.add(2, text: "N")
    shape.add(1, message: batch)
    for size in value.shape.dimensions {
      var dimension = ProtocolBuffer()
      dimension.add(1, integer: Int64(size))
      shape.add(1, message: dimension)
    }
    var tensor = ProtocolBuffer()
    tensor.add(1, integer: type.rawValue)
    tensor.add(2, message: shape)
    var kind = ProtocolBuffer()
    kind.add(1, message: tensor)
    var message = ProtocolBuffer()
    message.add(1, text: value.name)
    message.add(2, message: kind)
    return message
  }
}
