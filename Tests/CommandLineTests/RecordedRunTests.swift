import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct RecordedRunTests {
  /// Calls `body` with a folder that holds a run on `data`, 60 shapes in a folder for each class.
  private func withRun(
    _ options: [String] = [], _ body: (_ base: String, _ data: String, _ run: String) throws -> Void
  ) throws {
    try withTemporaryFolder { base in
      try #require(try ProgramRun(["shapes", base + "/data", "--count", "60", "--size", "12"]).code == 0)
      let run = try ProgramRun(
        ["--data", base + "/data/train", "--epochs", "2", "--output", base + "/run", "--quiet"] + options)
      try #require(run.code == 0, "\(run.messages)")
      try body(base, base + "/data/train", base + "/run")
    }
  }

  private func accuracy(_ run: RecordedRun) throws -> Double {
    let images = try run.validationImages(executor: SerialExecutor(), note: { _ in })
    #expect(images.paths.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    return try run.model.evaluation(
      of: images.dataset, InferenceSettings(), executor: SerialExecutor()
    ).accuracy
  }

  /// The held-back images are the same as in training if the accuracy of the best model on them is.
  @Test(arguments: [
    [], ["--seed", "3", "--validation-split", "0.3"], ["--validation-split", "0.4", "--group-by", "11"],
    ["--classes", "triangle,circle", "--input-size", "20x16"],
  ]) func `the images that were held back are found again`(options: [String]) throws {
    try withRun(options) { base, data, run in
      let recorded = try RecordedRun(path: run)
      #expect(recorded.modelPath == run + "/best.safetensors")
      let rows = try text(of: run + "/metrics.jsonl").split(separator: "\n").map {
        try JSON(parsing: String($0).utf8)
      }
      let best = rows.compactMap { $0["val_accuracy"]?.realNumber }.max()
      #expect(try accuracy(recorded) == best)
      #expect(recorded.epochs.count == 2)
      let seconds = try #require(recorded.seconds)
      #expect(abs(seconds - rows.reduce(0) { $0 + ($1["seconds"]?.realNumber ?? 0) }) < 1e-9)
      let speed = try #require(recorded.imagesPerSecond)
      let speeds = rows.compactMap { $0["images_per_second"]?.realNumber }
      #expect(speeds.min() ?? 0 <= speed && speed <= speeds.max() ?? 0)
      // The model alone says as much.
      try FileManager.default.moveItem(atPath: run + "/model.safetensors", toPath: base + "/a.safetensors")
      let alone = try RecordedRun(path: base + "/a.safetensors")
      #expect(alone.epochs.isEmpty && alone.seconds == nil && alone.imagesPerSecond == nil)
      let images = try recorded.validationImages(executor: SerialExecutor(), note: { _ in })
      #expect(
        try alone.validationImages(executor: SerialExecutor(), note: { _ in }).paths == images.paths)
    }
  }

  @Test func `a directory of their own, a table, and the built-in shapes are found again`() throws {
    try withTemporaryFolder { base in
      let data = base + "/data"
      try #require(try ProgramRun(["shapes", data, "--count", "30", "--size", "12"]).code == 0)
      let rows = try ["circle", "triangle"].flatMap { name in
        try names(in: data + "/train/" + name).map { "train/\(name)/\($0),\(name)\n" }
      }
      try writeWhole("filename,class\n" + rows.joined(), to: data + "/images.csv")
      let runs = [
        ["--data", data], ["--data", data + "/images.csv"], ["--steps-per-epoch", "2", "--batch-size", "4"],
      ]
      for (number, options) in runs.enumerated() {
        let path = base + "/run-\(number)"
        let run = try ProgramRun(options + ["--epochs", "1", "--quiet", "--json", "--output", path])
        try #require(run.code == 0, "\(run.messages)")
        let recorded = try RecordedRun(path: path)
        let images = try recorded.validationImages(executor: SerialExecutor(), note: { _ in })
        let accuracy = try recorded.model.evaluation(
          of: images.dataset, InferenceSettings(), executor: SerialExecutor()
        ).accuracy
        let lines = try text(of: path + "/metrics.jsonl")
        #expect(accuracy == (try JSON(parsing: lines.utf8)["val_accuracy"]?.realNumber))
        if number < 2 {
          #expect(images.paths.allSatisfy { FileManager.default.fileExists(atPath: $0) })
        } else {
          #expect(images.paths.count == 600)
          #expect(images.paths[0].hasPrefix("shapes-24x24-seed-0/circle/"))
        }
      }
    }
  }

  @Test func `data that is gone or has changed is told, with what to do`() throws {
    try withRun { base, data, run in
      func refusal() throws -> ProgramError? {
        let recorded = try RecordedRun(path: run)
        return #expect(throws: ProgramError.self) {
          try recorded.validationImages(executor: SerialExecutor(), note: { _ in })
        }
      }
      let held = try RecordedRun(path: run).validationImages(executor: SerialExecutor(), note: { _ in })
      // Of a class that keeps others in both parts: else another image would take its place.
      let classes = Dictionary(grouping: held.dataset.labels.indices) { held.dataset.labels[$0] }
      let most = try #require(classes.values.max { $0.count < $1.count })
      try #require(most.count > 1)
      try FileManager.default.removeItem(atPath: held.paths[most[0]])
      let changed = try refusal()
      #expect(changed?.kind == .badData)
      #expect(changed?.description.contains("train-parallel compare RUN RUN DIR") == true)
      try FileManager.default.removeItem(atPath: data)
      let gone = try refusal()
      #expect(gone?.kind == .missingInput)
      #expect(gone?.description.contains(data) == true)
    }
  }

  @Test(arguments: [
    (#""validation_split": null"#, #""validation_split": 7"#, "validation_split 7"),
    (#""seed": "0""#, #""seed": "-1""#, "no seed"),
    (#""source": "#, #""origin": "#, "which images"),
    (#""validation_images": "#, #""validation_images": 9"#, "it validated with 9"),
  ]) func `a record that says what cannot be is refused`(old: String, new: String, reason: String) throws {
    try withRun { base, data, run in
      let record = try text(of: run + "/arguments.json")
      try #require(record.contains(old))
      try writeWhole(record.replacing(old, with: new), to: run + "/arguments.json")
      let recorded = try RecordedRun(path: run)
      let error = #expect(throws: ProgramError.self) {
        try recorded.validationImages(executor: SerialExecutor(), note: { _ in })
      }
      #expect(error?.kind == .badData)
      #expect(error?.description.contains(reason) == true)
    }
  }

  /// Which images were left out is not recorded: all are looked at again.
  @Test func `a run that left images out finds those that it held back`() throws {
    try withTemporaryFolder { base in
      try #require(try ProgramRun(["shapes", base + "/data", "--count", "60", "--size", "12"]).code == 0)
      for number in 1...20 {
        try writeWhole("no image", to: base + "/data/train/circle/bad-\(number).png")
      }
      let run = try ProgramRun([
        "--data", base + "/data/train", "--epochs", "1", "--output", base + "/run", "--quiet", "--json",
        "--on-bad-image", "skip",
      ])
      try #require(run.code == 0, "\(run.messages)")
      #expect(
        try accuracy(RecordedRun(path: base + "/run"))
          == (JSON(parsing: text(of: base + "/run/metrics.jsonl").utf8)["val_accuracy"]?.realNumber))
    }
  }

  @Test func `what is no run is refused`() throws {
    try withTemporaryFolder { base in
      for path in [base, base + "/none"] {
        let error = #expect(throws: ProgramError.self) { try RecordedRun(path: path) }
        #expect(error?.kind == .missingInput)
        #expect(error?.description.contains(".safetensors file") == true)
      }
    }
    try withRun { base, data, run in
      try writeWhole("{", to: run + "/metrics.jsonl")
      #expect(throws: ProgramError.self) { try RecordedRun(path: run) }
      try writeWhole("", to: run + "/metrics.jsonl")
      #expect(try RecordedRun(path: run).epochs.isEmpty)
      try writeWhole("[", to: run + "/arguments.json")
      let error = #expect(throws: ProgramError.self) { try RecordedRun(path: run) }
      #expect(error?.kind == .badData)
      try writeWhole("{}", to: run + "/arguments.json")
      let silent = try RecordedRun(path: run)
      #expect(throws: ProgramError.self) {
        try silent.validationImages(executor: SerialExecutor(), note: { _ in })
      }
    }
  }
}
