import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct SafetensorsFileTests {
  /// A file as another program would write it: no metadata, the tensors in an order of its own.
  func imported(type: String = "F32") throws -> SafetensorsFile {
    let head =
      #"{"dense/bias": {"dtype": "\#(type)", "shape": [2], "data_offsets": [0, 8]}, "#
      + #""dense/kernel": {"dtype": "F32", "shape": [1, 2], "data_offsets": [8, 16]}, "#
      + #""other": {"dtype": "I64", "shape": [], "data_offsets": [16, 24]}}"#
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    let bytes =
      [UInt8(head.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(head.utf8) + values.withUnsafeBytes { Array($0) }
    return try SafetensorsFile(bytes: bytes, path: "imported.safetensors")
  }

  @Test func weightsByName() throws {
    let file = try imported()
    #expect(file.metadata.isEmpty)
    #expect(file.tensorNames == ["dense/bias", "dense/kernel", "other"])
    #expect(try file.tensor(named: "dense/kernel", shape: [1, 2]).scalars == [3, 4])
    let parameters = Parameters(layout: try Sequential(input: [1], layers: [Dense(2)]).parameterLayout)
    try file.load(into: parameters)
    #expect(parameters["dense/kernel"].scalars == [3, 4])
    #expect(parameters["dense/bias"].scalars == [1, 2])
  }

  @Test func whatCannotBeReadIntoMemoryIsRefused() throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // A pipe without a writer must not be waited for.
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    let pipe = #expect(throws: ModelFileError.self) { try SafetensorsFile(path: folder + "/pipe") }
    #expect(pipe?.kind == .missingInput)
    // A file of holes: 8 TiB that take no place.
    #expect(FileManager.default.createFile(atPath: folder + "/large", contents: nil))
    try #require(truncate(folder + "/large", 1 << 43) == 0)
    let large = #expect(throws: ModelFileError.self) { try SafetensorsFile(path: folder + "/large") }
    #expect(large?.kind == .badData)
    #expect(large?.description.contains("8796093022208 bytes") == true)
  }

  @Test func mismatchesAreTold() throws {
    let file = try imported()
    func message(_ name: String, _ shape: Shape, _ file: SafetensorsFile) -> String {
      let error = #expect(throws: ModelFileError.self) { try file.tensor(named: name, shape: shape) }
      #expect(error?.kind == .badData)
      return error?.description ?? ""
    }
    #expect(
      message("dense/kernl", [1, 2], file)
        == "imported.safetensors: it has no tensor dense/kernl; the nearest is dense/kernel; the model needs one of shape (1, 2)"
    )
    #expect(
      message("dense/kernel", [2, 1], file)
        == "imported.safetensors: the tensor dense/kernel has the shape (1, 2), the model needs (2, 1)")
    #expect(message("other", [], file).contains("has the type I64, expected F32"))
    #expect(message("dense/bias", [2], try imported(type: "I32")).contains("has the type I32, expected F32"))
  }

  @Test func aFailedLoadChangesNothing() throws {
    let model = try Sequential(input: [1], layers: [Dense(2), Dense(2)])
    let parameters = Parameters(layout: model.parameterLayout)
    let file = try imported()
    #expect(throws: ModelFileError.self) { try file.load(into: parameters) }
    #expect(parameters["dense/kernel"].scalars == [0, 0])
  }

  @Test func writtenAndReadBack() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/weights.safetensors"
      let values: [Float] = [1, -2, 3.5, .pi, 0, -0.0]
      let zeros = String(repeating: "0", count: 64)
      // A text that looks like the place of the hash does no harm.
      try values.withUnsafeBufferPointer { values in
        try SafetensorsFile.write(
          to: path, tensors: [("t", [2, 3], values)],
          metadata: [("a", zeros), ("b", "\"file_sha256\": \"\(zeros)")])
      }
      let file = try SafetensorsFile(path: path)
      #expect(try file.tensor(named: "t", shape: [2, 3]).scalars == values)
      #expect(file.metadata["a"] == zeros)
      #expect(file.metadata["file_sha256"]?.count == 64)
      let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
      #expect((size - values.count * 4) % 64 == 0)
    }
  }
}
