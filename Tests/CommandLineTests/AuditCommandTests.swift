import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct AuditCommandTests {
  /// A picture of 4 x 4 tiles, of other colors for each number.
  private func write(_ number: Int, _ path: String) throws {
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    let pixels = (0..<24 * 24).flatMap { pixel in
      let tile = pixel / 24 / 6 * 4 + pixel % 24 / 6
      return (0..<3).map { UInt8(truncatingIfNeeded: stableHash("\(number) \(tile) \($0)") >> 13) }
    }
    try writePNG(pixels, size: ImageSize(24), channels: 3, to: path)
  }

  /// Two parts with a damaged file, a copy within a class and one from part to part.
  private func writeData(_ base: String) throws {
    let numbers = [
      "train/cat/1": 1, "train/cat/2": 2, "train/cat/3": 1, "train/dog/1": 4, "train/dog/2": 5,
      "validation/cat/1": 2, "validation/dog/1": 6,
    ]
    for (name, number) in numbers { try write(number, base + "/" + name + ".png") }
    try Data("hello\n".utf8).write(to: URL(fileURLWithPath: base + "/train/dog/3.jpg"))
  }

  @Test func `the text tells counts, then what was found, the worst first`() throws {
    try withTemporaryFolder { base in
      try writeData(base)
      let run = try ProgramRun(["audit", base, "--quiet"])
      #expect(run.code == 0)
      #expect(run.messages == "")
      let lines = run.output.replacing(base, with: "DATA").split(
        separator: "\n", omittingEmptySubsequences: false)
      // The length of the PNG files is zlib's business.
      #expect(lines[5].hasPrefix("images   7, 1 damaged file besides, ") && lines[5].hasSuffix(" kB"))
      #expect(
        (lines[..<5] + lines[6...]).joined(separator: "\n") == """
          class  training  validation
          cat           3           1
          dog           2           1
          all           5           2

          sizes    24x24 7 (height x width)
                   height 24, width 24, width / height 1.00
          formats  PNG 7
          colors   RGB 7

          errors
            1 damaged: files that cannot be used: training stops; repair, remove, or --on-bad-image skip
              DATA/train/dog/3.jpg: the file looks like text, not a JPEG, PNG, WebP, GIF, BMP, PPM, PGM or PBM image
            1 leak: the same image in two parts of the data: validation then measures memory
              DATA/train/cat/2.png, DATA/validation/cat/1.png: training, validation: the same bytes

          warnings
            1 duplicates: the same image more than once
              DATA/train/cat/1.png, DATA/train/cat/3.png: the same bytes

          """)
    }
  }

  @Test func `with json each line is an object, the counts first`() throws {
    try withTemporaryFolder { base in
      try writeData(base)
      let run = try ProgramRun([
        "audit", base + "/train", "--validation", base + "/validation", "--json", "--threads", "2",
      ])
      #expect(run.code == 0)
      let rows = try run.output.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
      #expect(rows.count == 4)
      #expect(rows[0]["type"] == "audit" && rows[0]["images"] == 7 && rows[0]["damaged"] == 1)
      let classes = try #require(rows[0]["classes"]?.elements)
      #expect(classes[0]["name"] == "cat" && classes[0]["images"]?["training"] == 3)
      #expect(classes[1]["images"]?["validation"] == 1)
      #expect(rows[0]["sizes"]?.elements?.first?["height"] == 24)
      #expect(rows[0]["formats"]?["PNG"] == 7 && rows[0]["colors"]?["RGB"] == 7)
      #expect(rows[0]["findings"]?["leak"] == 1 && rows[0]["findings"]?["blank"] == 0)
      #expect(rows.dropFirst().map { $0["finding"]?.text } == ["damaged", "leak", "duplicates"])
      #expect(rows.dropFirst().allSatisfy { $0["type"] == "finding" })
      #expect(rows[2]["severity"] == "error" && rows[2]["detail"]?.text?.contains("the same bytes") == true)
      #expect(
        rows[2]["paths"]?.elements?.compactMap(\.text)
          == [base + "/train/cat/2.png", base + "/validation/cat/1.png"])
    }
  }

  @Test func `what is fine is said to be`() throws {
    try withTemporaryFolder { base in
      for number in 0..<4 { try write(number, base + "/\(number % 2)/\(number).png") }
      let run = try ProgramRun(["audit", base])
      #expect(run.code == 0 && run.output.hasSuffix("\n\nNothing odd was found.\n"))
    }
  }

  @Test func `long lists are cut in the text alone`() throws {
    try withTemporaryFolder { base in
      for number in 0..<50 { try write(number, base + "/class\(100 + number)/1.png") }
      let text = try ProgramRun(["audit", base]).output
      #expect(text.contains("class139") && !text.contains("class140  "))
      #expect(text.contains("... and 10 more classes") && text.contains("    ... and 45 more\n"))
      let rows = try ProgramRun(["audit", base, "--json"]).output.split(separator: "\n")
      #expect(rows.count { $0.contains("\"single_image\", \"severity\"") } == 50)
    }
  }

  @Test func `the contact sheet is a PNG`() throws {
    try withTemporaryFolder { base in
      try writeData(base)
      let path = base + "/sheet.png"
      let run = try ProgramRun(["audit", base, "--output", path])
      #expect(run.code == 0)
      let sheet = try decodeImage(path: path)
      #expect(sheet.color == .rgb && sheet.size.width > 1000)
      #expect(
        run.messages.contains("\(path): a contact sheet of \(sheet.size.width)x\(sheet.size.height) pixels"))
      let nowhere = try ProgramRun(["audit", base, "--output", base + "/no/sheet.png"])
      #expect(nowhere.code == 73 && nowhere.messages.contains(base + "/no/sheet.png"))
    }
  }

  @Test func `wrong use and missing data have exit codes`() throws {
    try withTemporaryFolder { base in
      for (arguments, code, message) in [
        (["audit"], 64, "DIR is missing"),
        (["audit", base, "--output", "sheet.jpg"], 64, "expected a name that ends in .png"),
        (["audit", base], 65, "no images"),
        (["audit", base + "/missing"], 66, "there is no such directory"),
        (["audit", base, "--validation", base + "/missing"], 66, "there is no such directory"),
      ] as [([String], Int32, String)] {
        let run = try ProgramRun(arguments)
        #expect(run.code == code && run.messages.contains(message), "\(run.messages)")
        #expect(run.output.isEmpty)
      }
      try Data().write(to: URL(fileURLWithPath: base + "/train-images-idx3-ubyte"))
      let files = try ProgramRun(["audit", base])
      #expect(files.code == 65 && files.messages.contains("audit looks at directories of images"))
    }
  }
}
