import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct PredictCommandTests {
  /// Calls `body` with a folder of 10 images without classes and a model.
  private func withImages(_ body: (_ base: String, _ images: String, _ model: String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let data = base + "/data"
      try #require(try ProgramRun(["shapes", data, "--count", "30", "--size", "12"]).code == 0)
      let run = try ProgramRun(["--data", data, "--epochs", "1", "--output", base + "/run", "--quiet"])
      try #require(run.code == 0, "\(run.messages)")
      try body(base, data + "/train/circle", base + "/run/model.safetensors")
    }
  }

  private func rows(_ run: ProgramRun) throws -> [JSON] {
    try run.output.split(separator: "\n").map { try JSON(parsing: String($0).utf8) }
  }

  @Test func `a folder without classes is predicted`() throws {
    try withImages { base, images, model in
      let run = try ProgramRun(["predict", model, images, "--json"])
      try #require(run.code == 0, "\(run.messages)")
      #expect(try rows(run).compactMap { $0["path"]?.text } == names(in: images).map { images + "/" + $0 })
    }
  }

  @Test func `paths come from standard input, a name that is not there is a row`() throws {
    try withImages { base, images, model in
      let files = try names(in: images).map { images + "/" + $0 }
      let input = "\(files[2])\n\n\(base)/none.png\r\n\(files[0])"
      let run = try ProgramRun(["predict", model, files[1], "-", files[3], "--json"], input: input)
      #expect(run.code == 65)
      let rows = try rows(run)
      #expect(
        rows.compactMap { $0["path"]?.text } == [files[1], files[2], base + "/none.png", files[0], files[3]])
      #expect(rows.map { $0["error"] != nil } == [false, false, true, false, false])
      #expect(run.messages.contains("1 of 5 images could not be predicted"))
      // The rows are those of the images that are named as words.
      let words = try ProgramRun(["predict", model, files[2], files[0], "--json"])
      #expect(try self.rows(words) == [rows[1], rows[3]])
    }
  }

  @Test func `nothing on standard input is an error`() throws {
    try withImages { base, images, model in
      let empty = try ProgramRun(["predict", model, "-"], input: "\n")
      #expect(empty.code == 65)
      #expect(empty.messages.contains("standard input: no paths"))
      let twice = try ProgramRun(["predict", model, "-", "-"], input: images)
      #expect(twice.code == 64)
    }
  }

  @Test func `flip is the same for an image and its mirror image, batches and threads play no part`() throws {
    try withImages { base, images, model in
      func rows(_ options: [String]) throws -> [JSON] {
        let run = try ProgramRun(["predict", model, images, "--json"] + options)
        try #require(run.code == 0, "\(run.messages)")
        return try self.rows(run)
      }
      let flip = try rows(["--tta", "flip"])
      #expect(try rows(["--tta", "flip", "--batch-size", "3", "--threads", "2"]) == flip)
      #expect(try rows([]) != flip)
      #expect(try ProgramRun(["predict", model, images, "--tta", "turn"]).messages.contains("none or flip"))
    }
  }

  @Test func `another instruction set gives nearly the same`() throws {
    try withImages { base, images, model in
      func probabilities(_ options: [String]) throws -> [Double] {
        let run = try ProgramRun(["predict", model, images, "--json"] + options)
        try #require(run.code == 0, "\(run.messages)")
        return try rows(run).compactMap { $0["probability"]?.realNumber }
      }
      let (best, baseline) = (try probabilities([]), try probabilities(["--instruction-set", "baseline"]))
      #expect(best.count == 10)
      // Some hundred products a value, rounded to 2^-24 once instead of twice.
      for (a, b) in zip(best, baseline) { #expect(abs(a - b) < 1e-5) }
    }
  }
}
