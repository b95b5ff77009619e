import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct LossOptionTests {
  @Test func `short names are told the long ones`() throws {
    for (short, long) in [
      ("focal", "categorical_focal_crossentropy"), ("mse", "mean_squared_error"),
      ("binary_crossentropi", "binary_crossentropy"),
    ] {
      let run = try ProgramRun(["--loss", short])
      #expect(run.code == 64)
      #expect(run.messages.contains("did you mean \(long)?"))
    }
  }

  @Test func `a loss that does not suit is wrong use`() throws {
    let three = try ProgramRun(["--loss", "binary_crossentropy", "--epochs", "1"])
    #expect(three.code == 64)
    #expect(three.messages.contains("is for two classes, the data has 3"))
    let smoothed = try ProgramRun(["--loss", "mean_squared_error", "--label-smoothing", "0.1"])
    #expect(smoothed.code == 64)
    #expect(smoothed.messages.contains("--label-smoothing"))
  }

  @Test func `two classes with one output train, predict and evaluate`() throws {
    try withTemporaryFolder { folder in
      let data = folder + "/data"
      try #require(try ProgramRun(["shapes", data, "--count", "24", "--size", "12"]).code == 0)
      for part in ["train", "validation"] {
        try FileManager.default.removeItem(atPath: "\(data)/\(part)/rectangle")
      }
      let run = try ProgramRun([
        "--data", data, "--epochs", "1", "--quiet", "--output", folder + "/run", "--loss",
        "binary_crossentropy",
      ])
      try #require(run.code == 0, "\(run.messages)")
      let model = folder + "/run/model.safetensors"
      let file = try ModelFile(path: model)
      #expect(file.model.isBinary && file.classNames == ["circle", "triangle"])
      let record = try JSON(parsing: file.training.utf8)
      #expect(record["training"]?["loss"]?.text == "binary_crossentropy")
      let evaluation = try ProgramRun(["evaluate", model, data, "--json"])
      #expect(evaluation.code == 0, "\(evaluation.messages)")
      let prediction = try ProgramRun(["predict", model, data + "/validation/circle", "--json"])
      let row = try JSON(parsing: try #require(prediction.output.split(separator: "\n").first).utf8)
      let probabilities = row["probabilities"]?.members?.compactMap(\.value.realNumber) ?? []
      #expect(probabilities.count == 2 && abs(probabilities.reduce(0, +) - 1) < 1e-5)
      let check = try ProgramRun([
        "gradient-check", "--model", model, "--data", data, "--samples", "1", "--entries", "1",
      ])
      #expect(check.code == 0, "\(check.messages)")
      let resumed = try ProgramRun([
        "--resume", folder + "/run", "--epochs", "2", "--loss", "mean_squared_error",
      ])
      #expect(resumed.code != 0)
      // It is a classifier: what does not fit is the loss.
      let other = [
        "--data", data, "--model", model, "--loss", "categorical_crossentropy", "--epochs", "1", "--quiet",
        "--output", folder + "/other",
      ]
      let unsuited = try ProgramRun(other)
      #expect(unsuited.code == 64)
      #expect(
        unsuited.messages.contains(
          "--loss categorical_crossentropy is for models that end in softmax; this one has one output, whose loss is "
            + "binary_crossentropy; remove --loss, or add --new-head, which gives the model 2 outputs that end in softmax"
        ), "\(unsuited.messages)")
      #expect(try ProgramRun(other + ["--new-head"]).code == 0)
      #expect(try !ModelFile(path: folder + "/other/model.safetensors").model.isBinary)
    }
  }
}
