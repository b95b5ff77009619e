import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// `--cache` and `--cache-directory` in whole runs.
struct CacheOptionTests {
  private func withShapes(_ body: (_ base: String, _ data: String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let run = try ProgramRun(["shapes", base + "/data", "--count", "30", "--size", "12"])
      try #require(run.code == 0, "\(run.messages)")
      try body(base, base + "/data")
    }
  }

  @Test func `the weights do not depend on the cache`() throws {
    try withShapes { base, data in
      let disk = ["--cache", "disk", "--cache-directory", base + "/cache"]
      let runs = [
        [], ["--cache", "ram"], ["--cache", "off"], ["--cache", "off", "--threads", "3"], disk, disk,
        disk + ["--threads", "3"],
      ]
      let results = try runs.enumerated().map { number, options in
        let run = try ProgramRun(
          [
            "--data", data, "--epochs", "2", "--batch-size", "7", "--horizontal-flip", "--rotation-range",
            "20",
            "--mixup", "0.3", "--featurewise-center", "--json", "--output", "\(base)/run-\(number)",
          ] + options)
        try #require(run.code == 0, "\(run.messages)")
        let hashes = try run.output.split(separator: "\n").compactMap {
          try JSON(parsing: String($0).utf8)["weights_sha256"]?.text
        }
        return (hashes, run.messages)
      }
      #expect(results.allSatisfy { $0.0 == results[0].0 && $0.0.count == 2 })
      // The training part and the validation part have a file each.
      let files = try names(in: base + "/cache")
      #expect(files.count == 2 && files.allSatisfy { $0.hasSuffix(".pixels") })
      for (number, word) in [(4, "into"), (5, "from"), (6, "from")] {
        for file in files {
          #expect(results[number].1.contains(" \(word) \(base)/cache/\(file)\n"), "\(results[number].1)")
        }
      }
      for number in 0..<4 { #expect(!results[number].1.contains("cache:")) }
      let models = try runs.indices.map {
        try Data(contentsOf: URL(filePath: "\(base)/run-\($0)/model.safetensors"))
      }
      #expect(models.allSatisfy { $0 == models[0] })
      let arguments = try JSON(parsing: try text(of: base + "/run-5/arguments.json").utf8)
      #expect(arguments["cache"]?.text == "disk")
      #expect(arguments["cache_directory"]?.text == base + "/cache")
    }
  }

  @Test func `a folder that cannot be used is an error with a way out`() throws {
    try withShapes { base, data in
      try Data().write(to: URL(filePath: base + "/file"))
      for (folder, code, message) in [
        (
          base + "/file", Int32(73),
          "name another folder with --cache-directory, or choose --cache ram or off"
        ),
        (data + "/train/cache", 64, "the folder for caches lies within the data"),
      ] {
        let run = try ProgramRun([
          "--data", data, "--cache", "disk", "--cache-directory", folder, "--output", base + "/run",
        ])
        #expect(run.code == code && run.messages.contains(message), "\(run.messages)")
        #expect(try names(in: base) == ["data", "file"])
        #expect(try names(in: data + "/train").count == 3)
      }
    }
  }

  @Test(arguments: [["--cache", "disk"], ["--cache", "off"], ["--cache-directory", "c"]])
  func `data sets in files are always in memory`(options: [String]) throws {
    try withTemporaryFolder { base in
      for part in ["train", "t10k"] {
        try Data([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 8] + [UInt8](repeating: 1, count: 128))
          .write(to: URL(filePath: "\(base)/\(part)-images-idx3-ubyte"))
        try Data([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]).write(to: URL(filePath: "\(base)/\(part)-labels-idx1-ubyte"))
      }
      let run = try ProgramRun(["--data", base, "--output", base + "/run"] + options)
      #expect(run.code == 64)
      #expect(run.messages.contains("\(options[0])"), "\(run.messages)")
      #expect(run.messages.contains("IDX files, which are always read into memory"), "\(run.messages)")
    }
  }

  /// An image goes while the run trains, after its first epoch: the run ends, names it, and keeps the model.
  @Test func `a file that goes during the training is named, and the model kept`() throws {
    try withShapes { base, data in
      let run = base + "/run"
      let remover = Thread {
        while access(run + "/model.safetensors", F_OK) != 0 { usleep(1000) }
        unlink(data + "/train/circle/circle-00002.png")
      }
      remover.start()
      let result = try ProgramRun([
        "--data", data, "--cache", "off", "--epochs", "1000000", "--output", run,
      ])
      #expect(result.code == 74)
      #expect(result.messages.contains("\(data)/train/circle/circle-00002.png: the file was changed"))
      #expect(result.messages.contains("\(run) keeps the models of the epochs up to "))
      let model = try ModelFile(path: run + "/model.safetensors")
      let rows = try text(of: run + "/metrics.jsonl").split(separator: "\n")
      let last = try JSON(parsing: String(try #require(rows.last)).utf8)
      #expect(model.parameters.weightsSHA256() == last["weights_sha256"]?.text)
    }
  }
}
