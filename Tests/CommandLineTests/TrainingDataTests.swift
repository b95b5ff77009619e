import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// What `--data` may be, and what happens to images that cannot be used.
struct TrainingDataTests {
  /// Calls `body` with an empty folder and a directory of shapes, split into train and validation.
  private func withShapes(_ body: (_ base: String, _ data: String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let run = try ProgramRun(["shapes", base + "/data", "--count", "30", "--size", "12"])
      try #require(run.code == 0, "\(run.messages)")
      try body(base, base + "/data")
    }
  }

  private func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func arguments(of run: String) throws -> JSON {
    try JSON(parsing: try text(of: run + "/arguments.json").utf8)
  }

  @Test func `all bad images of both parts are listed, or left out and written down`() throws {
    try withShapes { base, data in
      let bad = ["train/circle/cut.png", "train/triangle/empty.gif", "validation/circle/text.jpg"]
      try write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], data + "/" + bad[0])
      try write([], data + "/" + bad[1])
      try write(Array("no image".utf8), data + "/" + bad[2])
      let refused = try ProgramRun(["--data", data, "--output", base + "/run", "--quiet"])
      #expect(refused.code == 65)
      for (path, reason) in zip(bad, ["cut short", "empty (0 bytes)", "looks like text"]) {
        let line = refused.messages.split(separator: "\n").first { $0.contains(path) }
        #expect(line?.contains(reason) == true, "\(refused.messages)")
      }
      #expect(refused.messages.contains("3 images cannot be used"))
      #expect(try names(in: base) == ["data"])

      let run = try ProgramRun([
        "--data", data, "--output", base + "/run", "--epochs", "1", "--on-bad-image", "skip",
      ])
      try #require(run.code == 0, "\(run.messages)")
      let lines = try text(of: base + "/run/bad-images.txt").split(separator: "\n")
      #expect(lines.count == 3)
      for (line, path) in zip(lines, bad) { #expect(line.hasPrefix("\(data)/\(path): ")) }
      #expect(run.messages.contains("left out 3 images, listed in \(base)/run/bad-images.txt"))
      #expect(try arguments(of: base + "/run")["data"]?["left_out"]?.wholeNumber == 3)
    }
  }

  /// Where the validation images are split off, a file that was left out counts once.
  @Test func `a split counts what was left out once`() throws {
    try withShapes { base, data in
      try write([], data + "/train/circle/empty.png")
      let run = try ProgramRun([
        "--data", data + "/train", "--output", base + "/run", "--epochs", "1", "--on-bad-image", "skip",
      ])
      try #require(run.code == 0, "\(run.messages)")
      #expect(try arguments(of: base + "/run")["data"]?["left_out"]?.wholeNumber == 1)
      #expect(try text(of: base + "/run/bad-images.txt").split(separator: "\n").count == 1)
    }
  }

  /// MNIST's four files, of 12 x 12 pixels.
  private func writeIDX(_ folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (part, count) in [("train", 40), ("t10k", 10)] {
      let pixels = (0..<count * 144).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
      let size: [UInt8] = [0, 0, 0, UInt8(count)]
      try write(
        [0, 0, 8, 3] + size + [0, 0, 0, 12, 0, 0, 0, 12] + pixels, "\(folder)/\(part)-images-idx3-ubyte")
      try write(
        [0, 0, 8, 1] + size + (0..<count).map { UInt8($0 % 4) }, "\(folder)/\(part)-labels-idx1-ubyte")
    }
  }

  @Test func `MNIST's files are trained on and evaluated`() throws {
    try withTemporaryFolder { base in
      try writeIDX(base + "/mnist")
      let options = ["--data", base + "/mnist", "--epochs", "1", "--output"]
      let run = try ProgramRun(options + [base + "/run"])
      try #require(run.code == 0, "\(run.messages)")
      #expect(run.messages.contains("found 40 images to train in IDX files, 4 classes"))
      let data = try arguments(of: base + "/run")["data"]
      #expect(data?["training_images"]?.wholeNumber == 40 && data?["validation_images"]?.wholeNumber == 10)
      #expect(data?["class_names"]?.elements?.compactMap(\.text) == ["0", "1", "2", "3"])
      let evaluation = try ProgramRun([
        "evaluate", base + "/run/model.safetensors", base + "/mnist", "--json",
      ])
      #expect(evaluation.code == 0, "\(evaluation.messages)")
      #expect(evaluation.messages.contains("found 10 images"))

      let both = try ProgramRun(options + [base + "/other", "--validation-split", "0.2"])
      #expect(both.code == 64 && both.messages.contains("there is a validation set already"))
      let third = try ProgramRun(options + [base + "/other", "--validation", base])
      #expect(third.code == 64 && third.messages.contains("IDX files"))
      try write([1, 2, 3, 4], base + "/mnist/t10k-labels-idx1-ubyte")
      let damaged = try ProgramRun(options + [base + "/other"])
      #expect(damaged.code == 65)
      #expect(damaged.messages.contains("\(base)/mnist/t10k-labels-idx1-ubyte: it is no IDX file"))
    }
  }

  @Test func `the options of decoding travel with the model`() throws {
    try withShapes { base, data in
      let run = try ProgramRun([
        "--data", data, "--epochs", "1", "--output", base + "/run", "--background", "10,20,30",
        "--exif-orientation", "off", "--keep-aspect-ratio", "on",
      ])
      try #require(run.code == 0, "\(run.messages)")
      let expected = DecodingOptions(
        appliesOrientation: false, background: BackgroundColor(red: 10, green: 20, blue: 30),
        keepsAspectRatio: true)
      let best = base + "/run/best.safetensors"
      #expect(try ModelFile(path: best).preprocessing.decoding == expected)
      // Who goes on from it goes on with them.
      let more = try ProgramRun([
        "--data", data, "--epochs", "1", "--model", best, "--output", base + "/more", "--background", "7",
      ])
      try #require(more.code == 0, "\(more.messages)")
      let decoding = try ModelFile(path: base + "/more/model.safetensors").preprocessing.decoding
      #expect(
        decoding
          == DecodingOptions(
            appliesOrientation: false, background: BackgroundColor(red: 7, green: 7, blue: 7),
            keepsAspectRatio: true))
      #expect(try arguments(of: base + "/more")["data"]?["background"]?.text == "7,7,7")
    }
  }

  @Test func `four channels are trained on, evaluated and predicted`() throws {
    try withShapes { base, data in
      let run = try ProgramRun([
        "--data", data, "--epochs", "1", "--output", base + "/run", "--color", "rgba",
      ])
      try #require(run.code == 0, "\(run.messages)")
      let best = base + "/run/best.safetensors"
      #expect(try ModelFile(path: best).model.inputShape == [12, 12, 4])
      let evaluation = try ProgramRun(["evaluate", best, data, "--json"])
      #expect(evaluation.code == 0, "\(evaluation.messages)")
      let prediction = try ProgramRun(["predict", best, data + "/train/circle"])
      #expect(prediction.code == 0 && prediction.output.split(separator: "\n").count == 10)
    }
  }

  /// A third of one class: oversampled, or weighed, or neither, and the filter that resizes is recorded.
  @Test func `classes of different sizes are weighed or repeated`() throws {
    try withShapes { base, data in
      let files = try names(in: data + "/train/circle")
      for name in files.dropFirst(files.count / 3) {
        try FileManager.default.removeItem(atPath: "\(data)/train/circle/\(name)")
      }
      func run(_ name: String, _ more: [String]) throws -> (hash: String?, images: Int?) {
        let run = try ProgramRun(
          ["--data", data, "--output", "\(base)/\(name)", "--epochs", "1", "--input-size", "10"] + more)
        try #require(run.code == 0, "\(run.messages)")
        let row = try JSON(parsing: try text(of: "\(base)/\(name)/metrics.jsonl").utf8)
        return (
          row["weights_sha256"]?.text,
          try arguments(of: "\(base)/\(name)")["data"]?["training_images"]?.wholeNumber
        )
      }
      let plain = try run("plain", [])
      let repeated = try run("repeated", ["--balance", "oversample"])
      let balanced = try run("balanced", ["--class-weight", "balanced"])
      try write(Array(#"{"circle": 1.0}"#.utf8), base + "/ones.json")
      let ones = try run("ones", ["--class-weight", base + "/ones.json"])
      let sharper = try run("sharper", ["--resize-filter", "lanczos"])
      #expect(ones.hash == plain.hash)
      #expect(Set([plain.hash, repeated.hash, balanced.hash, sharper.hash]).count == 4)
      let classes = try ["circle", "rectangle", "triangle"].map { try names(in: "\(data)/train/\($0)").count }
      #expect(plain.images == classes.reduce(0, +))
      #expect(repeated.images == 3 * classes[1])
      #expect(
        try ModelFile(path: base + "/sharper/model.safetensors").preprocessing.resizeFilter == "lanczos")
    }
  }

  @Test(arguments: [
    (#"{"circel": 2}"#, "did you mean circle?"), (#"{"circle": -1}"#, "from 0 to 1000000"),
    (#"{"circle": 0, "rectangle": 0, "triangle": 0}"#, "all weights are 0"), ("[1, 2]", "a JSON object"),
  ]) func `class weights that cannot be meant are refused`(json: String, message: String) throws {
    try withShapes { base, data in
      try write(Array(json.utf8), base + "/weights.json")
      let run = try ProgramRun([
        "--data", data, "--output", base + "/run", "--class-weight", base + "/weights.json",
      ])
      #expect(run.code == 65)
      #expect(run.messages.contains(message), "\(run.messages)")
      #expect(try names(in: base) == ["data", "weights.json"])
    }
  }

  @Test func `classes are chosen, and groups held back whole`() throws {
    try withShapes { base, data in
      let run = try ProgramRun([
        "--data", data + "/train", "--output", base + "/run", "--epochs", "1", "--classes", "triangle,circle",
        "--group-by", "1", "--validation-split", "0.5",
      ])
      try #require(run.code == 0, "\(run.messages)")
      #expect(run.messages.contains("1 folder left aside: \"rectangle\""))
      let recorded = try arguments(of: base + "/run")["data"]
      #expect(recorded?["class_names"]?.elements?.compactMap(\.text) == ["triangle", "circle"])
      #expect(recorded?["group_by"]?.text == "1")
      let unknown = try ProgramRun(["--data", data + "/train", "--classes", "circle,square"])
      #expect(unknown.code == 65 && unknown.messages.contains("there is no folder \"square\""))
    }
  }

  /// A table of the same images gives the same model as the directory; weights give another.
  @Test func `a table is trained on`() throws {
    try withShapes { base, data in
      var lines: [String] = []
      for name in ["circle", "rectangle", "triangle"] {
        for file in try names(in: data + "/train/" + name).sorted() {
          lines.append("\(name)/\(file),\(name),\(name == "circle" ? "2" : "1")")
        }
      }
      func table(_ name: String, _ columns: Int) throws -> String {
        let header = ["filename", "class", "weight"].prefix(columns).joined(separator: ",")
        let rows = lines.map { $0.split(separator: ",").prefix(columns).joined(separator: ",") }
        let path = "\(data)/train/\(name).csv"
        try write(Array(([header] + rows).joined(separator: "\n").utf8), path)
        return path
      }
      func hash(_ name: String, _ source: String) throws -> String? {
        let run = try ProgramRun(["--data", source, "--output", "\(base)/\(name)", "--epochs", "1"])
        try #require(run.code == 0, "\(run.messages)")
        return try JSON(parsing: try text(of: "\(base)/\(name)/metrics.jsonl").utf8)["weights_sha256"]?.text
      }
      let directory = try hash("directory", data + "/train")
      #expect(try hash("plain", table("plain", 2)) == directory)
      #expect(try hash("weighted", table("weighted", 3)) != directory)
      // Weights count in training alone.
      let zeros = data + "/train/zeros.csv"
      try write(
        Array("filename,class,weight\ncircle/a.png,circle,0\ntriangle/b.png,triangle,0.0\n".utf8), zeros)
      let zero = try ProgramRun(["--data", zeros, "--output", base + "/zero"])
      #expect(zero.code == 65)
      #expect(
        zero.messages.contains("\(zeros):1: the column weight is 0 for all 2 images"), "\(zero.messages)")
      let rows = (["filename,class,weight"] + lines.map { $0.dropLast() + "0" }).joined(separator: "\n")
      try write(Array(rows.utf8), zeros)
      let validated = try ProgramRun([
        "--data", data + "/train", "--validation", zeros, "--epochs", "1", "--output", base + "/validated",
      ])
      #expect(validated.code == 0, "\(validated.messages)")
      let option = try ProgramRun(["--data", try table("plain", 2), "--classes", "circle,triangle"])
      #expect(option.code == 64 && option.messages.contains("lists its own"))
    }
  }

  /// The whitening is stored with the model: `evaluate` finds what training found, and who goes on has the same.
  @Test func `whitening travels with the model`() throws {
    try withShapes { base, data in
      let run = try ProgramRun([
        "--data", data, "--epochs", "1", "--output", base + "/run", "--zca-whitening", "--zca-epsilon", "0.1",
      ])
      try #require(run.code == 0, "\(run.messages)")
      let best = base + "/run/best.safetensors"
      let file = try ModelFile(path: best)
      #expect(file.preprocessing.standardization.whitening?.count == 144 * 144)
      let row = try JSON(parsing: try text(of: base + "/run/metrics.jsonl").utf8)
      let evaluation = try ProgramRun(["evaluate", best, data, "--json"])
      try #require(evaluation.code == 0, "\(evaluation.messages)")
      #expect(try JSON(parsing: evaluation.output.utf8)["accuracy"] == row["val_accuracy"])
      let more = try ProgramRun([
        "--data", data, "--epochs", "1", "--model", best, "--output", base + "/more",
      ])
      try #require(more.code == 0, "\(more.messages)")
      let again = try ModelFile(path: base + "/more/model.safetensors")
      #expect(again.preprocessing.standardization == file.preprocessing.standardization)

      let large = try ProgramRun(["--data", data, "--zca-whitening", "--input-size", "65"])
      #expect(large.code == 64 && large.messages.contains("at most 4,096"), "\(large.messages)")
      let both = try ProgramRun(["--data", data, "--zca-whitening", "--featurewise-std-normalization"])
      #expect(both.code == 64 && both.messages.contains("choose one of them"))
    }
  }
}
