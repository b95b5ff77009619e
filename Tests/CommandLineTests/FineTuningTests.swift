import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// `--new-head`, `--freeze` and `--accumulate`.
@Suite struct FineTuningTests {
  private func withModel(_ body: (_ base: String, _ data: String, _ model: String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let data = base + "/data"
      try #require(try ProgramRun(["shapes", data, "--count", "24", "--size", "12"]).code == 0)
      let run = try ProgramRun(["--data", data, "--epochs", "1", "--output", base + "/run", "--quiet"])
      try #require(run.code == 0, "\(run.messages)")
      try body(base, data, base + "/run/model.safetensors")
    }
  }

  @Test func `another number of classes gets a new head, and frozen layers keep their bits`() throws {
    try withModel { base, data, model in
      for part in ["train", "validation"] {
        try FileManager.default.removeItem(atPath: "\(data)/\(part)/rectangle")
        try FileManager.default.moveItem(
          atPath: "\(data)/\(part)/triangle", toPath: "\(data)/\(part)/three")
      }
      let tuning = ["--data", data, "--model", model, "--epochs", "1", "--output", base + "/tuned"]
      let without = try ProgramRun(tuning)
      #expect(without.code == 65 && without.messages.contains("--new-head"))
      let tuned = try ProgramRun(tuning + ["--new-head", "--freeze", "all-but-last", "--accumulate", "2"])
      try #require(tuned.code == 0, "\(tuned.messages)")
      #expect(tuned.messages.contains("dense_1 is drawn anew for 2 classes"))
      #expect(tuned.messages.contains("258 are trained"))
      let (old, new) = (try ModelFile(path: model), try ModelFile(path: base + "/tuned/model.safetensors"))
      #expect(new.classNames == ["circle", "three"] && new.model.classCount == 2)
      #expect(new.model.frozen == ["conv2d", "conv2d_1", "dense"])
      for name in ["conv2d/kernel", "conv2d/bias", "conv2d_1/kernel", "dense/kernel", "dense/bias"] {
        #expect(new.parameters[name] == old.parameters[name], "\(name)")
      }
      #expect(new.parameters["dense_1/bias"].scalars.contains { $0 != 0 })
      // It goes on as it was; other layers are refused.
      let resumed = try ProgramRun(["--resume", base + "/tuned", "--epochs", "2", "--quiet"])
      #expect(resumed.code == 0, "\(resumed.messages)")
      let other = try ProgramRun(["--resume", base + "/tuned", "--epochs", "3", "--freeze", "1"])
      #expect(other.code == 64 && other.messages.contains("training.frozen"))
    }
  }

  @Test func `a new head is trained, even where the old one was frozen`() throws {
    try withModel { base, data, model in
      let tuning = ["--data", data, "--model", model, "--epochs", "1", "--quiet"]
      let frozen = try ProgramRun(tuning + ["--freeze", "dense_1", "--output", base + "/frozen"])
      try #require(frozen.code == 0, "\(frozen.messages)")
      let again = [
        "--data", data, "--model", base + "/frozen/model.safetensors", "--epochs", "1", "--new-head",
      ]
      let run = try ProgramRun(again + ["--output", base + "/again"])
      try #require(run.code == 0, "\(run.messages)")
      #expect(try ModelFile(path: base + "/again/model.safetensors").model.frozen.isEmpty)
      let both = try ProgramRun(again + ["--freeze", "dense_1", "--output", base + "/both"])
      #expect(both.code == 64)
      #expect(both.messages.contains("dense_1 is the layer that --new-head draws anew"), "\(both.messages)")
    }
  }

  @Test func `no epochs leave the model as it begins`() throws {
    try withModel { base, data, model in
      let output = base + "/begun"
      let run = try ProgramRun(["--data", data, "--model", model, "--epochs", "0", "--output", output])
      try #require(run.code == 0, "\(run.messages)")
      let (old, new) = (try ModelFile(path: model), try ModelFile(path: output + "/model.safetensors"))
      #expect(new.parameters.weightsSHA256() == old.parameters.weightsSHA256())
      #expect(try ProgramRun(["verify", output + "/model.safetensors"]).code == 0)
      #expect(!FileManager.default.fileExists(atPath: output + "/best.safetensors"))
      #expect(FileManager.default.contents(atPath: output + "/metrics.jsonl")?.isEmpty == true)
      let on = try ProgramRun(["--resume", output, "--epochs", "1", "--quiet"])
      #expect(on.code == 0, "\(on.messages)")
    }
  }

  @Test func `ghost batches are for batch normalization`() throws {
    try withTemporaryFolder { base in
      let run = try ProgramRun(["--ghost-batch", "8", "--epochs", "1", "--output", base + "/run"])
      #expect(run.code == 64 && run.messages.contains("--ghost-batch is for batch normalization"))
      #expect(!FileManager.default.fileExists(atPath: base + "/run"))
    }
  }

  @Test(arguments: [
    (["--new-head"], "--new-head is for a trained model"),
    (["--freeze", "dens"], "did you mean dense?"), (["--freeze", "9"], "nothing is left to train"),
    (["--freeze", "-1"], "--freeze -1: expected the names of layers"),
    (["--freeze", "a,,b"], "expected the names of layers"), (["--accumulate", "0"], "--accumulate 0"),
  ])
  func `what makes no sense is wrong use`(arguments: [String], message: String) throws {
    let run = try ProgramRun(arguments)
    #expect(run.code == 64)
    #expect(run.messages.contains(message), "\(run.messages)")
  }

  @Test func `a number freezes the first layers with weights`() throws {
    let model = try Architecture.shapesCNN.model(input: [12, 12, 1], classes: 3)
    #expect(try FrozenLayers.first(2).names(in: model) == ["conv2d", "conv2d_1"])
    #expect(try FrozenLayers.first(0).names(in: model) == [])
    #expect(try FrozenLayers.allButLast.names(in: model) == ["conv2d", "conv2d_1", "dense"])
    #expect(try FrozenLayers.named(["dense"]).names(in: model) == ["dense"])
  }
}
