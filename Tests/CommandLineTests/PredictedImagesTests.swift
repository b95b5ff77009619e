import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// Arrays that `predict` is given.
struct PredictedImagesTests {
  /// 12 gray images of 10 x 10 to train with, 4 to test with: bright ones and dark ones in turn.
  private var data: [UInt8] {
    let images = (0..<12).flatMap { image in (0..<100).map { Float(image % 2 * 200 + $0 % 50) } }
    let labels = (0..<12).map { $0 % 2 == 0 ? "dark" : "bright" }
    return NPZFile.bytes([
      ("x_train", NPYFile.bytes(images, shape: [12, 10, 10])), ("y_train", NPYFile.bytes(labels)),
      ("x_test", NPYFile.bytes(Array(images.prefix(400)), shape: [4, 10, 10, 1])),
      ("y_test", NPYFile.bytes(Array(labels.prefix(4)))),
    ])
  }

  /// Calls `body` with a folder that holds `data.npz`, and with what predicts with a model of it.
  private func withModel(
    _ body: (_ folder: String, _ predict: ([String]) throws -> ProgramRun) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try Data(data).write(to: URL(fileURLWithPath: folder + "/data.npz"))
      let run = try ProgramRun([
        "--data", folder + "/data.npz", "--epochs", "1", "--output", folder + "/run", "--quiet",
      ])
      try #require(run.code == 0, "\(run.messages)")
      try body(folder) { try ProgramRun(["predict", folder + "/run/model.safetensors"] + $0) }
    }
  }

  /// An array of 3 images, of which the second is nearly white.
  private func writeArray(_ path: String, shape: [Int] = [3, 10, 10]) throws {
    let count = shape.reduce(1, *)
    let values = (0..<count).map { Float($0 * 3 / count == 1 ? 250 : $0 % 90) }
    try Data(NPYFile.bytes(values, shape: shape)).write(to: URL(fileURLWithPath: path))
  }

  private func rows(_ run: ProgramRun) throws -> [JSON] {
    try #require(run.code == 0, "\(run.messages)")
    return try run.output.split(separator: "\n").map { try JSON(parsing: String($0).utf8) }
  }

  @Test func `arrays are predicted, a row an image, in the order of the words`() throws {
    try withModel { folder, predict in
      let (array, image) = (folder + "/x.npy", folder + "/white.png")
      try writeArray(array)
      try writePNG(
        [UInt8](repeating: 250, count: 100), size: ImageSize(10), channels: 1, to: image)
      let run = try predict([image, array, folder + "/data.npz", image, "--json"])
      let rows = try rows(run)
      let ofArray = (0..<3).map { "\(array)[\($0)]" }
      let ofArchive = (0..<4).map { "\(folder)/data.npz[\($0)]" }
      #expect(rows.map { $0["path"]?.text } == [image] + ofArray + ofArchive + [image])
      #expect(run.messages.contains("data.npz: 4 images of the array x_test"))
      // The same pixels in a file and in an array.
      #expect(rows[2]["probabilities"] == rows[0]["probabilities"])
      #expect(rows[1]["probabilities"] != rows[0]["probabilities"])
      #expect(try self.rows(predict([array, "--json", "--batch-size", "2"])) == Array(rows[1...3]))

      let text = try predict([array])
      #expect(text.output.hasPrefix("\(array)[0]  ") && text.messages.isEmpty)
      let table = try predict([array, "--csv"]).output.split(separator: "\n")
      #expect(table.count == 4 && table[3].hasPrefix("\(array)[2],1,"))
      #expect(try predict([image, array, "--output", folder + "/p.npy"]).code == 0)
      let expected = rows.prefix(4).flatMap { row in
        ["bright", "dark"].map { Float(row["probabilities"]?[$0]?.realNumber ?? .nan) }
      }
      #expect(
        Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/p.npy")))
          == NPYFile.bytes(expected, shape: [4, 2]))
      // What was written holds no images.
      #expect(try predict([image, array, "--output", folder + "/p.npz"]).code == 0)
      let own = try predict([folder + "/p.npz"])
      #expect(own.code == 65 && own.messages.contains("the arrays probabilities, paths, class_names;"))
    }
  }

  @Test func `one image, and images of another size, are predicted`() throws {
    try withModel { folder, predict in
      try writeArray(folder + "/one.npy", shape: [10, 10])
      try writeArray(folder + "/stack.npy", shape: [1, 10, 10, 1])
      let one = try rows(predict([folder + "/one.npy", "--json"]))
      let stack = try rows(predict([folder + "/stack.npy", "--json"]))
      #expect(one.map { $0["path"]?.text } == [folder + "/one.npy[0]"])
      #expect(one.map { $0["probabilities"] } == stack.map { $0["probabilities"] })
      try writeArray(folder + "/large.npy", shape: [2, 14, 20])
      let large = try predict([folder + "/large.npy", "--json"])
      #expect(try rows(large).count == 2)
      #expect(large.messages.contains("large.npy: 2 images, resized from 14x20 to 10x10"))
    }
  }

  @Test func `an array that cannot be read ends the command before the first row`() throws {
    try withModel { folder, predict in
      try writeArray(folder + "/x.npy")
      try writeArray(folder + "/flat.npy", shape: [6, 100])
      try writeArray(folder + "/list.npy", shape: [30])
      try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder + "/bad.npz"))
      for (name, code, message) in [
        ("none.npy", Int32(66), "none.npy: the file cannot be read"), ("bad.npz", 65, "get the file anew"),
        ("list.npy", 65, "the images have the shape 30; N x height x width is expected"),
        ("flat.npy", 65, "save array[None] of the one, or array.reshape(-1, 10, 10)"),
      ] {
        let run = try predict([folder + "/x.npy", folder + "/" + name])
        #expect(run.code == code && run.output.isEmpty)
        #expect(run.messages.contains(message), "\(run.messages)")
      }
    }
  }
}
