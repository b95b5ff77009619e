import Testing

@testable import train_parallel

struct HelpTests {
  @Test(arguments: [
    "train", "evaluate", "predict", "compare", "summary", "verify", "export", "shapes", "audit",
    "gradient-check", "benchmark",
  ])
  func `a command's help names it, and standard output is where it goes`(name: String) throws {
    let run = try ProgramRun([name, "--help"])
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("usage: train-parallel \(name) "))
    #expect(run.messages.isEmpty)
  }

  @Test func `help mentions every option, with its value and default`() {
    func check<C: Command>(_ command: C.Type) {
      for option in command.table {
        #expect(command.help.contains("\n  " + option.name + (option.placeholder.map { " " + $0 } ?? " ")))
        #expect(!option.help.isEmpty)
      }
      #expect(Set(command.table.map(\.name)).count == command.table.count)
      #expect(command.help.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
    for command in Program.commands { check(command) }
    #expect(TrainCommand.help.contains("images in a batch (default: 32)"))
    #expect(TrainCommand.help.contains("(default: 1/255)"))
  }

  @Test func `the program's help lists the commands`() throws {
    let run = try ProgramRun(["--help"])
    #expect(run.code == 0)
    for command in Program.commands { #expect(run.output.contains("train-parallel \(command.name) ")) }
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(try ProgramRun(["-h"]).output == run.output)
    #expect(try ProgramRun(["train", "-h"]).output == TrainCommand.help + "\n")
  }

  @Test func `the version is one line`() throws {
    #expect(try ProgramRun(["--version"]).output == "train-parallel \(version)\n")
    #expect(try ProgramRun(["predict", "--version"]).output == "train-parallel \(version)\n")
  }

  @Test func `text is wrapped between words`() {
    #expect(wrapped("one two three", width: 7) == ["one two", "three"])
    #expect(wrapped("incomprehensible a", width: 5) == ["incomprehensible", "a"])
    #expect(wrapped("", width: 5) == [""])
  }
}
