import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct AugmentCommandTests {
  private func withShapes(_ body: (_ base: String, _ data: String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let run = try ProgramRun(["shapes", base + "/data", "--count", "30", "--size", "12"])
      try #require(run.code == 0, "\(run.messages)")
      try body(base, base + "/data")
    }
  }

  @Test func `a sheet is drawn, and what was drawn at random is told`() throws {
    try withShapes { base, data in
      let options = [
        "augment", data, "--output", base + "/sheet.png", "--rotation-range", "20", "--rand-augment", "1,9",
        "--images", "4", "--epochs", "2-3", "--json",
      ]
      let run = try ProgramRun(options)
      try #require(run.code == 0, "\(run.messages)")
      let lines = try run.output.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
      #expect(lines.count == 8)
      #expect(lines.prefix(2).map { $0["epoch"]?.wholeNumber } == [2, 3])
      // In turn from each class.
      let folders = lines.compactMap { $0["path"]?.text?.split(separator: "/").first.map(String.init) }
      #expect(
        folders == ["circle", "circle", "rectangle", "rectangle", "triangle", "triangle", "circle", "circle"])
      #expect(lines.allSatisfy { $0["parameters"]?["rotation"]?.elements?.count == 1 })
      let picture = try decodeImage(path: base + "/sheet.png")
      #expect(picture.color == .rgb && picture.size.width > 3 * 144)
      // The same again, with another number of threads; with another seed something else.
      let again = try ProgramRun(options + ["--threads", "1"])
      #expect(again.output == run.output)
      #expect(try ProgramRun(options + ["--seed", "1"]).output != run.output)
    }
  }

  @Test func `files are named as paths or below the directory`() throws {
    try withShapes { base, data in
      let file = try names(in: data + "/train/triangle").sorted()[1]
      let run = try ProgramRun([
        "augment", data, "triangle/" + file, "\(data)/train/triangle/\(file)", "--output", base + "/s.png",
        "--horizontal-flip", "--epochs", "1", "--json",
      ])
      try #require(run.code == 0, "\(run.messages)")
      let paths = try run.output.split(separator: "\n").map {
        try JSON(parsing: Array($0.utf8))["path"]?.text
      }
      #expect(paths == ["triangle/" + file, "triangle/" + file])
      let missing = try ProgramRun(["augment", data, "triangle/none.png", "--output", base + "/t.png"])
      #expect(missing.code == 66 && missing.messages.contains("not among the 30 training images"))
      #expect(try names(in: base).contains("t.png") == false)
    }
  }

  @Test func `wrong use is told`() throws {
    try withShapes { base, data in
      for (arguments, message) in [
        ([], "DIR is missing"), ([data], "--output FILE.png is missing"),
        ([data, "--output", base + "/s.png", "--cval", "3"], "--cval is the value"),
        ([data, "--output", base + "/s.png", "--epochs", "3-2"], "expected a number of epochs"),
        ([data, "--output", base + "/s.png", "--epoch", "3"], "did you mean --epochs?"),
      ] {
        let run = try ProgramRun(["augment"] + arguments)
        #expect(run.code == 64 && run.messages.contains(message), "\(run.messages)")
      }
      let place = try ProgramRun(["augment", data, "--output", base + "/no/folder/s.png"])
      #expect(place.code == 73)
    }
  }
}
