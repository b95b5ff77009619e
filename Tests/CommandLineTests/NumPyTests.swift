import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// Arrays as data, and probabilities as arrays.
struct NumPyTests {
  /// 12 gray images of 10 x 10: bright ones are class 1.
  private func writeData(_ path: String) throws {
    let images = (0..<12).flatMap { image in
      (0..<100).map { Float((image % 2 * 200 + $0 % 50)) }
    }
    let labels = (0..<12).map { "\($0 % 2 == 0 ? "dark" : "bright")" }
    let bytes = NPZFile.bytes([
      ("x_train", NPYFile.bytes(images, shape: [12, 10, 10])), ("y_train", NPYFile.bytes(labels)),
      ("x_test", NPYFile.bytes(Array(images.prefix(400)), shape: [4, 10, 10, 1])),
      ("y_test", NPYFile.bytes(Array(labels.prefix(4)))),
    ])
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test func `arrays train, and evaluate`() throws {
    try withTemporaryFolder { folder in
      let data = folder + "/data.npz"
      try writeData(data)
      let run = try ProgramRun([
        "--data", data, "--epochs", "2", "--batch-size", "4", "--output", folder + "/run",
      ])
      try #require(run.code == 0, "\(run.messages)")
      #expect(run.messages.contains("found 12 images to train in NumPy's .npz files, 2 classes"))
      let model = folder + "/run/model.safetensors"
      #expect(try ModelFile(path: model).classNames == ["bright", "dark"])
      let evaluation = try ProgramRun(["evaluate", model, data, "--json"])
      #expect(evaluation.code == 0, "\(evaluation.messages)")
      let validation = try ProgramRun(["--data", data, "--validation-split", "0.5"])
      #expect(validation.code == 64)
      let missing = try ProgramRun(["--data", folder + "/none.npz"])
      #expect(missing.code == 66)
      try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder + "/bad.npz"))
      #expect(try ProgramRun(["--data", folder + "/bad.npz"]).code == 65)
    }
  }

  @Test func `probabilities are written as arrays`() throws {
    try withTemporaryFolder { folder in
      let data = folder + "/data"
      try #require(try ProgramRun(["shapes", data, "--count", "15", "--size", "12"]).code == 0)
      let run = try ProgramRun(["--data", data, "--epochs", "1", "--output", folder + "/run", "--quiet"])
      try #require(run.code == 0, "\(run.messages)")
      let predict = ["predict", folder + "/run/model.safetensors", data + "/validation"]
      let rows = try ProgramRun(predict + ["--json"]).output.split(separator: "\n").map {
        try JSON(parsing: String($0).utf8)
      }
      let written = try ProgramRun(predict + ["--output", folder + "/p.npy"])
      #expect(written.code == 0 && written.output.isEmpty, "\(written.messages)")
      let expected = rows.flatMap { row in
        ["circle", "rectangle", "triangle"].map { Float(row["probabilities"]?[$0]?.realNumber ?? .nan) }
      }
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/p.npy")))
      #expect(bytes == NPYFile.bytes(expected, shape: [rows.count, 3]))
      #expect(try ProgramRun(predict + ["--output", folder + "/p.npz"]).code == 0)
      let archive = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/p.npz")))
      #expect(
        archive
          == NPZFile.bytes([
            ("probabilities", bytes), ("paths", NPYFile.bytes(rows.map { $0["path"]?.text ?? "" })),
            ("class_names", NPYFile.bytes(["circle", "rectangle", "triangle"])),
          ]))
    }
  }

  @Test func `what makes no sense is wrong use`() throws {
    let other = try ProgramRun(["predict", "model", "image", "--output", "p.txt"])
    #expect(other.code == 64 && other.messages.contains(".npy or .npz"))
  }
}
