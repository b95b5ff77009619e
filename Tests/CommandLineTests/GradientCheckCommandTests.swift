import Testing
import TrainParallel

@testable import train_parallel

struct GradientCheckCommandTests {
  @Test func `a table with a row for each tensor, and a verdict`() throws {
    let run = try ProgramRun([
      "gradient-check", "--model", "shapes-cnn", "--samples", "1", "--entries", "2", "--input-size", "16",
    ])
    // The built-in shapes have one size.
    #expect(run.code == 64)
    let right = try ProgramRun(["gradient-check", "--samples", "1", "--entries", "1"])
    #expect(right.code == 0, "\(right.messages)")
    let lines = right.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("layer "))
    #expect(lines[1].hasPrefix("input ") && lines.dropFirst().allSatisfy { $0.hasSuffix(" ok") })
    #expect(right.messages.contains("all gradients are right: "))
  }

  @Test func `with json each tensor is an object on a line`() throws {
    let run = try ProgramRun(["gradient-check", "--samples", "1", "--entries", "1", "--json", "--seed", "3"])
    #expect(run.code == 0, "\(run.messages)")
    let lines = run.output.split(separator: "\n")
    // The images, and kernel and bias of the four layers with weights.
    #expect(lines.count == 9)
    for line in lines {
      let json = try JSON(parsing: String(line).utf8)
      #expect(json["verdict"]?.text == "ok")
      #expect(json["checked"]?.wholeNumber == 1)
    }
  }
}
