import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct CompareCommandTests {
  /// Calls `body` with a folder of shapes and of two runs on them, `a` and `b`, that differ in their options.
  private func withRuns(
    _ first: [String], _ second: [String], _ body: (_ base: String) throws -> Void
  ) throws {
    try withTemporaryFolder { base in
      try #require(try ProgramRun(["shapes", base + "/data", "--count", "60", "--size", "12"]).code == 0)
      for (name, options) in [("a", first), ("b", second)] {
        let run = try ProgramRun(
          ["--data", base + "/data", "--epochs", "1", "--output", base + "/" + name, "--quiet"] + options)
        try #require(run.code == 0, "\(run.messages)")
      }
      try body(base)
    }
  }

  private func object(_ run: ProgramRun) throws -> JSON {
    try #require(run.code == 0, "\(run.messages)")
    return try JSON(parsing: run.output.utf8)
  }

  @Test func `two runs of other sizes and classes in another order are compared image by image`() throws {
    let options = ["--classes", "triangle,circle,rectangle", "--input-size", "16", "--learning-rate", "0.01"]
    try withRuns([], options) { base in
      let (a, b) = (base + "/a", base + "/b")
      let json = try object(ProgramRun(["compare", a, b, "--json"]))
      #expect(json["images"]?.wholeNumber == 12)
      for (side, run) in [("first", a), ("second", b)] {
        let evaluation = try object(
          ProgramRun(["evaluate", run + "/best.safetensors", base + "/data", "--json"]))
        #expect(json[side]?["accuracy"] == evaluation["accuracy"])
        // The images come in the order of each run's classes, so the losses are summed in another.
        let losses = [json[side], evaluation].compactMap { $0?["loss"]?.realNumber }
        try #require(losses.count == 2)
        #expect(abs(losses[0] - losses[1]) < 1e-12)
        #expect(json[side]?["weights_sha256"] == evaluation["weights_sha256"])
        #expect(json[side]?["epochs"]?.wholeNumber == 1)
      }
      let names = json["options"]?.elements?.compactMap { $0["name"]?.text } ?? []
      #expect(names.contains("training.learning_rate") && names.contains("data.classes"))
      #expect(!names.contains("training.batch_size"))
      // With DIR they are the same images.
      let other = try object(ProgramRun(["compare", a, b, base + "/data/validation", "--json"]))
      #expect(other["p_value"] == json["p_value"] && other["both_wrong"] == json["both_wrong"])
      let page = try ProgramRun(["compare", a, b])
      #expect(page.code == 0 && page.output.contains("McNemar's exact test"))
      // The other way round the signs change.
      let turned = try object(ProgramRun(["compare", b, a, "--json"]))
      #expect(turned["only_first"] == json["only_second"] && turned["p_value"] == json["p_value"])
    }
  }

  @Test func `a run is no different from itself`() throws {
    try withRuns([], []) { base in
      let json = try object(
        ProgramRun(["compare", base + "/a", base + "/a/best.safetensors", "--json", "--tta", "flip"]))
      #expect(json["p_value"]?.realNumber == 1 && json["difference"]?.realNumber == 0)
      #expect(json["options"]?.elements?.isEmpty == true)
      #expect(json["differing_images"]?.elements?.isEmpty == true)
    }
  }

  @Test func `runs that validated with other images are refused, a directory helps`() throws {
    try withTemporaryFolder { base in
      let data = base + "/data"
      try #require(try ProgramRun(["shapes", data, "--count", "60", "--size", "12"]).code == 0)
      for seed in ["1", "2"] {
        let run = try ProgramRun([
          "--data", data + "/train", "--epochs", "1", "--output", base + "/" + seed, "--quiet", "--seed",
          seed,
        ])
        try #require(run.code == 0, "\(run.messages)")
      }
      let refused = try ProgramRun(["compare", base + "/1", base + "/2"])
      #expect(refused.code == 65)
      #expect(refused.messages.contains("did not validate with the same images"))
      #expect(refused.messages.contains("train-parallel compare \(base)/1 \(base)/2 DIR"))
      let helped = try ProgramRun(["compare", base + "/1", base + "/2", data + "/validation", "--json"])
      #expect(try object(helped)["images"]?.wholeNumber == 12)
    }
  }

  @Test(arguments: [
    ([], 64, "RUN is missing"), (["a"], 64, "RUN is missing"),
    (["a", "b", "c", "d"], 64, "unexpected \"d\""),
    (["/nowhere/a", "/nowhere/b"], 66, "/nowhere/a: there is no such run"),
  ]) func `wrong use`(words: [String], code: Int32, message: String) throws {
    let run = try ProgramRun(["compare"] + words)
    #expect(run.code == code)
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}
