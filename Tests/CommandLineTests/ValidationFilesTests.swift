import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// `--validation` with files of a data set, and classes that validation alone has.
struct ValidationFilesTests {
  /// Gray images with a class each.
  private func write(_ labels: [String], size: Int, to path: String) throws {
    let pixels = (0..<labels.count * size * size).map { Float($0 * 7 % 256) }
    let bytes = NPZFile.bytes([
      ("x", NPYFile.bytes(pixels, shape: [labels.count, size, size])), ("y", NPYFile.bytes(labels)),
    ])
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test func `arrays validate beside folders and beside arrays`() throws {
    try withTemporaryFolder { folder in
      let (data, validation) = (folder + "/data", folder + "/v.npz")
      try #require(try ProgramRun(["shapes", data, "--count", "15", "--size", "12"]).code == 0)
      try write(["circle", "triangle", "circle", "rectangle"], size: 12, to: validation)
      func train(_ data: String, _ name: String, _ more: [String] = []) throws -> ProgramRun {
        try ProgramRun(
          ["--data", data, "--validation", validation, "--epochs", "1", "--output", "\(folder)/\(name)"]
            + more)
      }
      let run = try train(data + "/train", "run")
      try #require(run.code == 0, "\(run.messages)")
      #expect(run.messages.contains("v.npz: found 4 images to validate in NumPy's .npz files, 3 classes"))
      let record = try JSON(parsing: try text(of: folder + "/run/arguments.json").utf8)
      #expect(record["data"]?["validation_images"]?.wholeNumber == 4)
      // What it validated with is found again.
      let comparison = try ProgramRun(["compare", folder + "/run", folder + "/run", "--json"])
      #expect(comparison.code == 0, "\(comparison.messages)")

      try write(["rectangle", "circle", "triangle", "triangle"], size: 12, to: folder + "/t.npz")
      let both = try train(folder + "/t.npz", "both")
      #expect(both.code == 0, "\(both.messages)")
      #expect(both.messages.contains("t.npz: found 4 images to train"))
      #expect(both.messages.contains("v.npz: found 4 images to validate"))
      let mixed = try ProgramRun(["--data", validation, "--validation", data])
      #expect(mixed.code == 64 && mixed.messages.contains("beside which only files of a data set validate"))
    }
  }

  @Test func `classes that validation alone has are told as such`() throws {
    try withTemporaryFolder { folder in
      let (data, validation) = (folder + "/data", folder + "/v.npz")
      try #require(try ProgramRun(["shapes", data, "--count", "15", "--size", "12"]).code == 0)
      try write(["circle", "square"], size: 12, to: validation)
      try write(["circle", "triangle"], size: 12, to: folder + "/two.npz")
      try FileManager.default.copyItem(atPath: data + "/train/circle", toPath: data + "/validation/square")
      for words in [
        [data + "/train", "--validation", validation], [folder + "/two.npz", "--validation", validation],
        [data],
      ] {
        let run = try ProgramRun(["--data"] + words)
        #expect(run.code == 65)
        #expect(run.messages.contains("validation has the class \"square\", which training lacks"))
        #expect(!run.messages.contains("model"), "\(run.messages)")
      }
    }
  }
}
