import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct EvaluateCommandTests {
  /// Calls `body` with a folder, a directory of shapes, split into train and validation, and a model of them.
  private func withModel(_ body: (_ base: String, _ data: String, _ model: String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let data = base + "/data"
      try #require(try ProgramRun(["shapes", data, "--count", "30", "--size", "12"]).code == 0)
      let run = try ProgramRun(["--data", data, "--epochs", "1", "--output", base + "/run", "--quiet"])
      try #require(run.code == 0, "\(run.messages)")
      try body(base, data, base + "/run/model.safetensors")
    }
  }

  private func report(_ run: ProgramRun) throws -> JSON {
    try #require(run.code == 0, "\(run.messages)")
    return try JSON(parsing: run.output.utf8)
  }

  @Test func `the table has a row for each image, and agrees with the report`() throws {
    try withModel { base, data, model in
      let table = base + "/predictions.csv"
      let run = try ProgramRun(["evaluate", model, data, "--predictions", table, "--top", "2", "--json"])
      let report = try report(run)
      let lines = try text(of: table).split(separator: "\n")
      #expect(
        lines[0]
          == "path,truth,prediction,probability_circle,probability_rectangle,probability_triangle")
      #expect(lines.count == 7)
      let rows = lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
      for row in rows {
        #expect(row[0].hasPrefix(data + "/validation/\(row[1])/"))
        #expect(FileManager.default.fileExists(atPath: row[0]))
        let probabilities = row[3...].compactMap(Float.init)
        #expect(probabilities.count == 3)
        let best = probabilities.firstIndex(of: probabilities.max() ?? 0)
        #expect(best.map { ["circle", "rectangle", "triangle"][$0] } == row[2])
      }
      let right = Double(rows.count { $0[1] == $0[2] })
      #expect(report["accuracy"]?.realNumber == right / 6)
      let interval = report["accuracy_interval"]?.elements?.compactMap(\.realNumber) ?? []
      let expected = WilsonInterval(successes: Int(right), trials: 6)
      #expect(interval == [expected.lower, expected.upper])
      let top = try #require(report["top_k_accuracy"]?.realNumber)
      #expect(right / 6 <= top && top <= 1)
      #expect(report["top_k"]?.wholeNumber == 2)
    }
  }

  @Test func `a table of images is evaluated, in any order of its rows`() throws {
    try withModel { base, data, model in
      let whole = try report(ProgramRun(["evaluate", model, data, "--json"]))
      let folder = data + "/validation"
      let files = try ["triangle", "circle", "rectangle"].flatMap { name in
        try names(in: folder + "/" + name).map { "\(name)/\($0),\(name)\n" }
      }
      try writeWhole("filename,class\n" + files.joined(), to: folder + "/images.csv")
      let table = base + "/out.csv"
      let run = try ProgramRun([
        "evaluate", model, folder + "/images.csv", "--json", "--predictions", table,
      ])
      let ofTable = try report(run)
      #expect(ofTable["confusion_matrix"] == whole["confusion_matrix"])
      #expect(try text(of: table).split(separator: "\n")[1].hasPrefix(folder + "/triangle/"))
    }
  }

  @Test func `flip averages over two views, batches and threads play no part`() throws {
    try withModel { base, data, model in
      let flips = try [["--batch-size", "64", "--threads", "2"], ["--batch-size", "1", "--threads", "1"]].map
      {
        try report(ProgramRun(["evaluate", model, data, "--tta", "flip", "--json"] + $0))
      }
      #expect(flips[0]["tta"]?.text == "flip")
      #expect(flips[0]["confusion_matrix"] == flips[1]["confusion_matrix"])
      #expect(flips[0]["loss"] == flips[1]["loss"])
      let plain = try report(ProgramRun(["evaluate", model, data, "--tta", "none", "--json"]))
      #expect(plain["loss"] != flips[0]["loss"])
    }
  }

  @Test func `a folder without classes is refused with a hint`() throws {
    try withModel { base, data, model in
      let run = try ProgramRun(["evaluate", model, data + "/validation/circle"])
      #expect(run.code == 65)
      #expect(run.messages.contains("train-parallel predict MODEL \(data)/validation/circle"))
    }
  }

  @Test func `what cannot be done is said before any work`() throws {
    try withModel { base, data, model in
      let top = try ProgramRun(["evaluate", model, data, "--top", "3"])
      #expect(top.code == 64)
      #expect(top.messages.contains("choose at most 2"))
      let name = try ProgramRun(["evaluate", model, data, "--predictions", base + "/table.txt"])
      #expect(name.code == 64)
      #expect(name.messages.contains("a name that ends in .csv"))
      let place = try ProgramRun(["evaluate", model, data, "--predictions", base + "/none/table.csv"])
      #expect(place.code == 73)
      #expect(place.messages.contains("--predictions \(base)/none/table.csv: cannot be created"))
      try FileManager.default.createDirectory(
        atPath: base + "/folder.csv", withIntermediateDirectories: false)
      #expect(try ProgramRun(["evaluate", model, data, "--predictions", base + "/folder.csv"]).code == 73)
    }
  }
}
