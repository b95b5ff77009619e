import Foundation
import TestSupport
import Testing

@testable import train_parallel

struct ProgramTests {
  /// Wrong use and what is missing, with exit code and a part of the message.
  @Test(
    arguments: [
      (["trian"], 64, "unknown command trian; did you mean train?"),
      (["xyzzyxyzzy"], 64, "augment, gradient-check or benchmark"),
      (["train", "extra"], 64, "unexpected \"extra\""),
      (["evaluate"], 64, "MODEL is missing"),
      (["evaluate", "m.safetensors"], 64, "DIR is missing"),
      (["evaluate", "m.safetensors", "d", "e"], 64, "unexpected \"e\""),
      (["predict", "m.safetensors"], 64, "PATH is missing"),
      (["predict", "m", "p", "--csv", "--json"], 64, "exclude one another"),
      (["predict", "m", "p", "--top", "0"], 64, "--top 0: expected a whole number of at least 1"),
      (["summary"], 64, "MODEL is missing"),
      (["summary", "m.safetensors", "--classes", "3"], 64, "--classes is for --model NAME"),
      (["summary", "--model", "lenet6"], 64, "lenet5"),
      (["shapes"], 64, "DIR is missing"),
      (["shapes", "d", "--size", "3"], 64, "--size 3: expected a whole number from 8"),
      (["benchmark", "lenet"], 64, "unexpected \"lenet\""),
      (
        ["benchmark", "--workload", "lenet5"], 64,
        "expected shapes, lecture, mnist, lenet, simple, cifar, resnet, mobilenet, vgg or alexnet"
      ),
      (["benchmark", "--batch-size", "0"], 64, "--batch-size 0: expected a whole number from 1 to 1024"),
      (["benchmark", "--seconds", "0"], 64, "--seconds 0: expected a number above 0"),
      (["benchmark", "--instruction-set", "sse9"], 64, "expected one that this machine has"),
      (["--model", "shapes-cn"], 64, "shapes-cnn"),
      (["--model", "model.h5"], 64, "a file ends in .safetensors, or in .json"),
      (["--model", "./shapes"], 64, "a file ends in .safetensors, or in .json"),
      (["summary", "lenet5"], 64, "write --model lenet5"),
      (["summary", "--model", "lecture-cnn", "--input-size", "5"], 64, "images of 5x5 are too small"),
      (["summary", "--model", "lecture-cnn", "--input-size", "16384"], 64, "are too large"),
      (["--data", "/nowhere/at/all"], 66, "/nowhere/at/all"),
      (["--model", "/nowhere/model.json"], 66, "/nowhere/model.json"),
      (["--model", "/nowhere/model.safetensors"], 66, "/nowhere/model.safetensors"),
      (["summary", "/nowhere/model.json"], 66, "/nowhere/model.json"),
      (["evaluate", "/nowhere/model.safetensors", "d"], 66, "/nowhere/model.safetensors"),
    ] as [([String], Int32, String)])
  func `what is wrong is one message and an exit code`(arguments: [String], code: Int32, message: String)
    throws
  {
    let run = try ProgramRun(arguments)
    #expect(run.code == code)
    #expect(run.messages.hasPrefix("train-parallel: ") && run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.split(separator: "\n").count == 1)
    #expect(run.output.isEmpty)
  }

  @Test func `a summary shows the published counts`() throws {
    let run = try ProgramRun(["summary", "--model", "mnist-cnn"])
    #expect(run.code == 0)
    for count in ["320", "18,496", "36,928", "4,160", "650", "60,554"] { #expect(run.output.contains(count)) }
    let other = try ProgramRun([
      "summary", "--model", "shapes-cnn", "--input-size=32x24", "--color=rgb", "--classes=4",
    ])
    #expect(other.output.contains("(None, 30, 22, 32)") && other.output.contains("516"))
  }

  @Test func `shapes are written as class folders, and never over something`() throws {
    try withTemporaryFolder { base in
      let path = base + "/shapes"
      #expect(try ProgramRun(["shapes", path, "--count", "15", "--size", "12"]).code == 0)
      #expect(try names(in: path) == ["train", "validation"])
      let classes = try names(in: path + "/train")
      #expect(classes == ["circle", "rectangle", "triangle"])
      #expect(try classes.map { try names(in: path + "/train/" + $0).count }.reduce(0, +) == 15)
      let again = try ProgramRun(["shapes", path])
      #expect(again.code == 73)
      #expect(again.messages.contains(path))
    }
  }

  @Test func `paths are quoted for a shell where they must be`() {
    #expect(shellWord("runs/train-2/a_b.c") == "runs/train-2/a_b.c")
    #expect(shellWord("my runs") == "'my runs'")
    #expect(shellWord("it's") == "'it'\\''s'")
    #expect(shellWord("") == "''")
  }
}
