import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// Whole runs on a few small shapes.
struct TrainCommandTests {
  /// Calls `body` with an empty folder and a directory of shapes, split into train and validation.
  private func withShapes(_ body: (_ base: String, _ data: String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let run = try ProgramRun(["shapes", base + "/data", "--count", "30", "--size", "12"])
      try #require(run.code == 0, "\(run.messages)")
      try body(base, base + "/data")
    }
  }

  private func epochs(of run: ProgramRun) throws -> [JSON] {
    try run.output.split(separator: "\n").map { try JSON(parsing: String($0).utf8) }
      .filter { $0["event"] == nil || $0["event"]?.text == "epoch" }
  }

  @Test func `a run leaves models, metrics and arguments`() throws {
    try withShapes { base, data in
      let run = try ProgramRun([
        "--data", data, "--epochs", "2", "--batch-size", "8", "--threads", "2", "--output", base + "/run",
        "--json",
      ])
      try #require(run.code == 0, "\(run.messages)")
      #expect(
        try names(in: base + "/run") == [
          ".lock", "arguments.json", "best.safetensors", "checkpoints", "metrics.csv", "metrics.jsonl",
          "model.safetensors", "report.html",
        ])
      let rows = try epochs(of: run)
      #expect(rows.map { $0["epoch"]?.wholeNumber } == [1, 2])
      let lines = try text(of: base + "/run/metrics.jsonl").split(separator: "\n")
      let printed = run.output.split(separator: "\n").filter { $0.hasPrefix("{\"event\": \"epoch\"") }
      #expect(lines.map { "{\"event\": \"epoch\", " + $0.dropFirst() } == printed.map(String.init))
      let events = try run.output.split(separator: "\n").map { try JSON(parsing: $0.utf8)["event"]?.text }
      #expect(events == ["start", "epoch", "epoch", "checkpoint", "end"])
      #expect(try text(of: base + "/run/metrics.csv").split(separator: "\n").count == 3)
      let model = try ModelFile(path: base + "/run/model.safetensors")
      #expect(model.parameters.weightsSHA256() == rows[1]["weights_sha256"]?.text)
      #expect(model.classNames == ["circle", "rectangle", "triangle"])
      let arguments = try JSON(parsing: try text(of: base + "/run/arguments.json").utf8)
      #expect(arguments["threads"]?.wholeNumber == 2)
      #expect(arguments["training"]?["batch_size"]?.wholeNumber == 8)
      #expect(arguments["data"]?["training_images"]?.wholeNumber == 30)
      #expect(run.messages.contains("found 30 images belonging to 3 classes"))
      #expect(run.messages.contains("epoch 2/2  loss "))
      #expect(run.messages.contains("Next: train-parallel evaluate \(base)/run/best.safetensors \(data)"))
    }
  }

  @Test func `quiet says nothing, and a run is not overwritten`() throws {
    try withShapes { base, data in
      let arguments = [
        "--data", data, "--epochs", "1", "--output", base + "/run", "--quiet", "--batch-size", "999",
      ]
      let run = try ProgramRun(arguments)
      #expect(run.code == 0)
      #expect(run.output.isEmpty && run.messages.isEmpty)
      let again = try ProgramRun(arguments)
      #expect(again.code == 73)
      #expect(again.messages.contains("it holds a run"))
    }
  }

  @Test func `the weights do not depend on the threads`() throws {
    try withShapes { base, data in
      let hashes = try ["1", "2", "5"].map { threads in
        let run = try ProgramRun([
          "--data", data, "--epochs", "2", "--batch-size", "7", "--threads", threads, "--json", "--quiet",
          "--horizontal-flip", "--width-shift-range", "0.1", "--output", base + "/run-" + threads,
        ])
        try #require(run.code == 0, "\(run.messages)")
        return try epochs(of: run).map { $0["weights_sha256"]?.text }
      }
      #expect(hashes[0] == hashes[1] && hashes[0] == hashes[2])
      let files = try ["1", "2", "5"].map { threads in
        try Data(contentsOf: URL(fileURLWithPath: base + "/run-\(threads)/model.safetensors"))
      }
      #expect(files[0] == files[1] && files[0] == files[2])
    }
  }

  @Test func `a trained model is evaluated, predicts, and is trained on`() throws {
    try withShapes { base, data in
      let model = base + "/run/model.safetensors"
      try #require(
        try ProgramRun(["--data", data, "--epochs", "1", "--output", base + "/run", "--quiet"]).code == 0)

      let evaluation = try ProgramRun(["evaluate", model, data, "--json"])
      try #require(evaluation.code == 0, "\(evaluation.messages)")
      let report = try JSON(parsing: evaluation.output.utf8)
      #expect(report["images"]?.wholeNumber == 6)
      #expect(report["confusion_matrix"]?.elements?.count == 3)
      let total = report["confusion_matrix"]?.elements?.flatMap { $0.elements ?? [] }.compactMap(
        \.wholeNumber)
      #expect(total?.reduce(0, +) == 6)

      try writeWhole("no image", to: data + "/train/circle/bad.png")
      let prediction = try ProgramRun([
        "predict", model, data + "/train/circle", base + "/none.png", "--json",
      ])
      #expect(prediction.code == 65)
      let rows = try epochs(of: prediction)
      let errors = rows.filter { $0["error"] != nil }.compactMap { $0["path"]?.text }
      #expect(errors == [data + "/train/circle/bad.png", base + "/none.png"])
      for row in rows where row["error"] == nil {
        let probabilities = row["probabilities"]?.members?.compactMap(\.value.realNumber) ?? []
        #expect(probabilities.count == 3)
        // Each of the three is rounded to a Float.
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
        #expect(probabilities.first == row["probability"]?.realNumber)
      }

      let refused = try ProgramRun(["--data", data, "--model", model, "--output", base + "/more", "--quiet"])
      #expect(refused.code == 65)
      #expect(refused.messages.contains("bad.png"))
      #expect(try !names(in: base).contains("more"))
      let resumed = try ProgramRun([
        "--data", data, "--model", model, "--output", base + "/more", "--on-bad-image", "skip", "--epochs",
        "1",
      ])
      #expect(resumed.code == 0, "\(resumed.messages)")
      #expect(resumed.messages.contains("left out: ") && resumed.messages.contains("bad.png"))
    }
  }

  @Test func `the statistics of the training images are the model's, and hold for what comes after`() throws {
    try withShapes { base, data in
      let run = try ProgramRun([
        "--data", data, "--epochs", "1", "--output", base + "/run", "--featurewise-std-normalization",
        "--rotation-range", "20", "--brightness-range", "0.9,1.1",
      ])
      try #require(run.code == 0, "\(run.messages)")
      let record = try JSON(parsing: try text(of: base + "/run/arguments.json").utf8)["augmentation"]
      #expect(
        record?["rotation_range"]?.realNumber == 20
          && record?["brightness_range"] == [.number(0.9), .number(1.1)])
      #expect(record?["featurewise_std_normalization"] == true && record?["mixup"]?.isNull == true)
      let preprocessing = try ModelFile(path: base + "/run/model.safetensors").preprocessing
      let standardization = preprocessing.standardization
      #expect(standardization.featurewiseMean?.count == 1 && standardization.featurewiseStd?.count == 1)
      // The loss of evaluation is that of training's last validation.
      let rows = try text(of: base + "/run/metrics.jsonl")
      let expected = try #require(try JSON(parsing: rows.utf8)["val_loss"]?.realNumber)
      let evaluation = try ProgramRun(["evaluate", base + "/run/model.safetensors", data, "--json"])
      let loss = try #require(try epochs(of: evaluation)[0]["loss"]?.realNumber)
      #expect(abs(loss - expected) < 1e-6)
      // A run that goes on takes them over.
      let next = try ProgramRun([
        "--data", data, "--epochs", "1", "--output", base + "/next", "--model",
        base + "/run/model.safetensors",
      ])
      try #require(next.code == 0, "\(next.messages)")
      #expect(try ModelFile(path: base + "/next/model.safetensors").preprocessing == preprocessing)
    }
  }

  @Test func `classes that the model does not know are bad data`() throws {
    try withShapes { base, data in
      try #require(
        try ProgramRun(["--data", data, "--epochs", "1", "--output", base + "/run", "--quiet"]).code == 0)
      try FileManager.default.moveItem(atPath: data + "/train/circle", toPath: data + "/train/square")
      let run = try ProgramRun(["evaluate", base + "/run/model.safetensors", data + "/train"])
      #expect(run.code == 65)
      #expect(run.messages.contains("square"))
    }
  }

  @Test func `a loss that is not a number ends the run, and leaves nothing before the first epoch`() throws {
    try withShapes { base, data in
      func run(_ more: [String]) throws -> ProgramRun {
        try ProgramRun(
          ["--data", data, "--optimizer", "sgd", "--learning-rate", "1e30", "--output", base + "/run"] + more)
      }
      // One step: its loss is that of the weights before it, only the validation sees those after it.
      let one = try run(["--batch-size", "30", "--epochs", "1"])
      #expect(one.code == 65)
      #expect(one.messages.contains("the loss became infinite or not a number in epoch 1, step 1;"))
      #expect(try names(in: base) == ["data"])
      let many = try run(["--batch-size", "8"])
      #expect(many.code == 65)
      #expect(many.messages.contains("in epoch 1, step 2; the learning rate was 1e+30"))
      #expect(try names(in: base) == ["data"])
    }
  }

  @Test func `a model whose outputs are not numbers is told of, not trusted`() throws {
    try withShapes { base, data in
      let model = try Architecture.shapesCNN.model(input: [12, 12, 1], classes: 3)
      let parameters = Parameters(layout: model.parameterLayout)
      for entry in parameters.layout.entries { parameters.buffer(of: entry).update(repeating: 3e38) }
      let path = base + "/model.safetensors"
      try ModelFile(
        model: model, parameters: parameters, classNames: ["circle", "rectangle", "triangle"],
        preprocessing: Preprocessing(height: 12, width: 12, color: "grayscale")
      ).write(to: path)
      let evaluation = try ProgramRun(["evaluate", path, data])
      #expect(evaluation.code == 65)
      #expect(evaluation.messages.contains("the loss is infinite or not a number"))
      #expect(evaluation.output.isEmpty)
      let prediction = try ProgramRun(["predict", path, data + "/validation", "--json"])
      #expect(prediction.code == 65)
      for row in try epochs(of: prediction) {
        #expect(row["error"]?.text == "the model's output is not a number")
      }
    }
  }

  @Test func `classes without images are told`() throws {
    try withShapes { base, data in
      try FileManager.default.removeItem(atPath: data + "/validation/circle")
      let run = try ProgramRun(["--data", data, "--epochs", "1", "--output", base + "/run"])
      try #require(run.code == 0, "\(run.messages)")
      #expect(run.messages.contains("\(data)/validation: no images of 1 of the 3 classes: \"circle\"\n"))
      let evaluation = try ProgramRun(["evaluate", base + "/run/model.safetensors", data])
      #expect(evaluation.code == 0)
      #expect(evaluation.messages.contains("no images of 1 of the 3 classes: \"circle\""))
    }
  }

  @Test func `images that are too small for an architecture are wrong use`() throws {
    try withShapes { base, data in
      let run = try ProgramRun(["--data", data, "--input-size", "3", "--output", base + "/run"])
      #expect(run.code == 64)
      #expect(run.messages.contains("images of 3x3 are too small") && run.messages.contains("--input-size"))
    }
  }

  @Test func `the built-in shapes need no data`() throws {
    try withTemporaryFolder { base in
      let run = try ProgramRun([
        "--epochs", "1", "--steps-per-epoch", "2", "--output", base + "/run", "--batch-size", "4",
      ])
      #expect(run.code == 0, "\(run.messages)")
      #expect(
        run.messages.contains("built-in shapes, 3,000 images to train, 600 to validate, 3 classes, 24x24"))
    }
  }

  @Test func `data and options that contradict one another are wrong use`() throws {
    try withShapes { base, data in
      let split = try ProgramRun(["--data", data, "--validation-split", "0.2", "--output", base + "/run"])
      #expect(split.code == 64)
      #expect(split.messages.contains("\(data)/validation"))
      try writeWhole(
        Architecture.leNet5.model(input: [32, 32, 3], classes: 3).kerasJSON(), to: base + "/model.json")
      let color = try ProgramRun(["--model", base + "/model.json", "--output", base + "/run"])
      #expect(color.code == 64)
      #expect(color.messages.contains("32x32 rgb"))
      #expect(try !names(in: base).contains("run"))
    }
  }
}
