import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct ExportPlaceTests {
  /// A folder with a run's model, and another model beside it.
  private func withRun(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { base in
      try FileManager.default.createDirectory(
        atPath: base + "/run", withIntermediateDirectories: true)
      for (seed, name) in [(1, "/run/model.safetensors"), (2, "/run/best.safetensors")] {
        let model = try Sequential(input: [4, 4, 1], layers: [Flatten(), Dense(3, activation: .softmax)])
        let parameters = Parameters(layout: model.parameterLayout)
        parameters.initialize(seed: UInt64(seed))
        try ModelFile(
          model: model, parameters: parameters, classNames: ["a", "b", "c"],
          preprocessing: Preprocessing(height: 4, width: 4, color: "grayscale")
        ).write(to: base + name)
      }
      try body(base)
    }
  }

  /// Refuses an export, and leaves the folder as it is.
  private func expectRefusal(
    _ arguments: [String], _ message: String, in folder: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func contents() throws -> [String: Data] {
      var contents: [String: Data] = [:]
      for name in try names(in: folder) {
        contents[name] = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
      }
      return contents
    }
    let before = try contents()
    let run = try ProgramRun(["export"] + arguments)
    #expect(run.code == 64, sourceLocation: sourceLocation)
    #expect(run.messages.contains(message), "\(run.messages)", sourceLocation: sourceLocation)
    #expect(try contents() == before, sourceLocation: sourceLocation)
  }

  @Test(arguments: ["model.safetensors", "./model.safetensors", "../run/model.safetensors", "link", "hard"])
  func `the model is not replaced by its export, by whatever name`(name: String) throws {
    try withRun { base in
      let model = base + "/run/model.safetensors"
      try FileManager.default.createSymbolicLink(atPath: base + "/run/link", withDestinationPath: model)
      try FileManager.default.linkItem(atPath: model, toPath: base + "/run/hard")
      for (first, second) in [(model, base + "/run/" + name), (base + "/run/" + name, model)] {
        try expectRefusal(
          [first, "--output", second, "--format", "onnx"],
          "\(second): it is the model that is exported; name another --output", in: base + "/run")
      }
    }
  }

  @Test(arguments: ["keras", "pytorch"])
  func `a folder with a trained model is refused`(format: String) throws {
    try withRun { base in
      let run = base + "/run"
      try FileManager.default.createSymbolicLink(atPath: base + "/link", withDestinationPath: run)
      for output in [run, run + "/.", base + "/link"] {
        try expectRefusal(
          [run + "/model.safetensors", "--output", output, "--format", format],
          "--output \(output): it holds model.safetensors, the model that is exported, which would be replaced; "
            + "name another folder", in: run)
        try expectRefusal(
          [run + "/best.safetensors", "--output", output, "--format", format],
          "it holds model.safetensors, a trained model, which would be replaced", in: run)
      }
    }
  }

  @Test func `an export is replaced by the next of its format, by none of another`() throws {
    try withRun { base in
      let (model, best) = (base + "/run/model.safetensors", base + "/run/best.safetensors")
      let formats = [("onnx", base + "/m.onnx"), ("keras", base + "/keras"), ("pytorch", base + "/pytorch")]
      for (format, output) in formats {
        let first = try ProgramRun(["export", model, "--output", output, "--format", format])
        #expect(first.code == 0, "\(first.messages)")
        let file = format == "onnx" ? output : output + "/model.safetensors"
        let before = FileManager.default.contents(atPath: file)
        let second = try ProgramRun(["export", best, "--output", output, "--format", format])
        #expect(second.code == 0, "\(second.messages)")
        #expect(FileManager.default.contents(atPath: file) != before)
      }
      for (format, other) in [("keras", "pytorch"), ("pytorch", "keras")] {
        try expectRefusal(
          [model, "--output", "\(base)/\(other)", "--format", format],
          "it holds model.py, a file that no export to \(format) made", in: "\(base)/\(other)")
      }
      // What was exported for Keras can be exported in its turn.
      try expectRefusal(
        [base + "/keras/model.safetensors", "--output", base + "/keras", "--format", "keras"],
        "the model that is exported", in: base + "/keras")
      #expect(
        try ProgramRun(
          ["export", base + "/keras/model.safetensors", "--output", base + "/keras-2", "--format", "keras"]
        ).code == 0)
    }
  }

  @Test(arguments: ["model.py", "model.json", "model.safetensors"])
  func `files of other origin are refused`(name: String) throws {
    try withRun { base in
      let folder = base + "/mine"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
      try expectRefusal(
        [base + "/run/model.safetensors", "--output", folder, "--format", "keras"],
        "it holds \(name), a file that no export to keras made, which would be replaced", in: folder)
    }
  }

  @Test func `a model that was put among an export's files is not replaced`() throws {
    try withRun { base in
      let (model, folder) = (base + "/run/model.safetensors", base + "/keras")
      #expect(try ProgramRun(["export", model, "--output", folder, "--format", "keras"]).code == 0)
      try FileManager.default.removeItem(atPath: folder + "/model.safetensors")
      try FileManager.default.copyItem(
        atPath: base + "/run/best.safetensors", toPath: folder + "/model.safetensors")
      try expectRefusal(
        [model, "--output", folder, "--format", "keras"], "model.safetensors, a trained model", in: folder)
    }
  }

  @Test func `only an empty file and an export to ONNX are replaced by one`() throws {
    try withRun { base in
      let (model, file) = (base + "/run/model.safetensors", base + "/m.onnx")
      try Data([8, 9, 18, 7] + Array("pytorch".utf8)).write(to: URL(fileURLWithPath: file))
      try expectRefusal(
        [model, "--output", file], "it is a file that no export to onnx made; name another --output", in: base
      )
      try expectRefusal(
        [model, "--output", base + "/run/best.safetensors", "--format", "onnx"], "no export to onnx made",
        in: base + "/run")
      try Data().write(to: URL(fileURLWithPath: file))
      #expect(try ProgramRun(["export", model, "--output", file]).code == 0)
    }
  }
}
