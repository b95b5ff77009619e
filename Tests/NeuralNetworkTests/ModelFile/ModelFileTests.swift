import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct ModelFileTests {
  static func small() throws -> ModelFile {
    let model = try Sequential(input: [4, 4, 1]) {
      Conv2D(2, kernelSize: 2, activation: .tanh)
      MinPooling2D()
      Flatten()
      Dense(3, activation: .softmax)
    }
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 1)
    return ModelFile(
      model: model, parameters: parameters, classNames: ["circle", "größe \"x\"", "triangle"],
      preprocessing: Preprocessing(height: 4, width: 4, color: "grayscale"), training: #"{"seed": 1}"#)
  }

  /// The bytes of the small model's file.
  static func bytes() throws -> [UInt8] {
    try withTemporaryFolder { folder in
      try small().write(to: folder + "/model.safetensors")
      return try fileContents(folder + "/model.safetensors")
    }
  }

  func read(_ bytes: [UInt8]) throws -> ModelFile {
    try ModelFile(try SafetensorsFile(bytes: bytes, path: "model.safetensors"))
  }

  @Test func everythingSurvives() throws {
    let original = try Self.small()
    let copy = try read(Self.bytes())
    #expect(copy.model.kerasJSON() == original.model.kerasJSON())
    #expect(copy.classNames == original.classNames)
    #expect(copy.preprocessing == original.preprocessing)
    #expect(copy.training == original.training)
    #expect(copy.parameters.weightsSHA256() == original.parameters.weightsSHA256())
    #expect(copy.parameters.doubles() == original.parameters.doubles())
  }

  @Test func metadata() throws {
    let file = try SafetensorsFile(bytes: Self.bytes(), path: "")
    #expect(
      Set(file.metadata.keys) == [
        "format_version", "model", "class_names", "preprocessing", "training", "weights_sha256",
        "file_sha256",
      ])
    #expect(file.metadata["format_version"] == "1")
    #expect(
      file.metadata["preprocessing"]
        == #"{"height": 4, "width": 4, "color": "grayscale", "resize_filter": "bilinear", "#
        + #""rescale": 0.00392156862745098, "exif_orientation": true, "background": "255,255,255"}"#
    )
    #expect(file.tensorNames == ["conv2d/kernel", "conv2d/bias", "dense/kernel", "dense/bias"])
  }

  @Test func writingTwiceGivesTheSameBytes() throws {
    #expect(try Self.bytes() == Self.bytes())
  }

  @Test func truncatedFilesAreRefused() throws {
    let bytes = try Self.bytes()
    for count in 0..<bytes.count where count < 300 || count % 7 == 0 || bytes.count - count < 200 {
      #expect(throws: ModelFileError.self) { try read(Array(bytes[..<count])) }
    }
    #expect(throws: ModelFileError.self) { try read(bytes + [0]) }
  }

  /// The same file with another text in its metadata and the file's hash made anew.
  func changed(_ key: String, to text: String?) throws -> [UInt8] {
    let file = try Self.small()
    let original = try SafetensorsFile(bytes: Self.bytes(), path: "")
    let keys = ["format_version", "model", "class_names", "preprocessing", "training", "weights_sha256"]
    return try withTemporaryFolder { folder in
      try SafetensorsFile.write(
        to: folder + "/m",
        tensors: file.parameters.layout.entries.map {
          ($0.name, $0.shape, UnsafeBufferPointer(file.parameters.buffer(of: $0)))
        },
        metadata: keys.compactMap { name in
          (name == key ? text : original.metadata[name]).map { (name, $0) }
        })
      return try fileContents(folder + "/m")
    }
  }

  @Test(arguments: [
    ("format_version", "2", "format version 2"), ("model", "{}", "class_name"),
    ("class_names", "[\"a\"]", "3 classes"),
    ("class_names", "[1, 2, 3]", "3 classes"), ("preprocessing", "{}", "preprocessing"),
    ("weights_sha256", String(repeating: "0", count: 64), "weights_sha256"),
  ])
  func wrongTextsAreRefused(key: String, text: String, message: String) throws {
    let bytes = try changed(key, to: text)
    let error = #expect(throws: ModelFileError.self) { try read(bytes) }
    #expect(error?.reason.contains(message) == true, "\(error?.reason ?? "")")
    #expect(error?.kind == .badData)
    let without = try changed(key, to: nil)
    let missing = #expect(throws: ModelFileError.self) { try read(without) }
    #expect(missing?.reason.hasPrefix("it has no \(key)") == true)
  }

  @Test func tensorsMustBeTheModels() throws {
    let other = try Sequential(input: [4, 4, 1]) {
      Conv2D(2, kernelSize: 2)
      Flatten()
      Dense(3, activation: .softmax)
    }
    let bytes = try changed("model", to: other.kerasJSON())
    let error = #expect(throws: ModelFileError.self) { try read(bytes) }
    #expect(error?.reason == "the tensor dense/kernel has the shape (2, 3), the model needs (18, 3)")
    let fewer = try Sequential(input: [4, 4, 1], layers: [Flatten(), Dense(3, activation: .softmax)])
    let bytesOfFewer = try changed("model", to: fewer.kerasJSON())
    let extra = #expect(throws: ModelFileError.self) { try read(bytesOfFewer) }
    #expect(extra?.reason == "it has a tensor conv2d/kernel that its architecture does not have")
  }

  @Test func aFileThatIsNotThere() {
    let error = #expect(throws: ModelFileError.self) { try ModelFile(path: "/nonexistent/model.safetensors") }
    #expect(error?.kind == .missingInput)
  }
}
