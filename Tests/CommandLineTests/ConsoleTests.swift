import Foundation
import TestSupport
import Testing

@testable import train_parallel

struct ConsoleTests {
  @Test func `a reader that goes away ends the printing only`() throws {
    Console.ignoreBrokenPipes()
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let console = Console(output: ends[1], messages: ends[1])
    try console.print("nobody")
    try console.print("reads this")
    console.say("or that")
  }

  @Test func `output that cannot be written is an error`() throws {
    let closed = Console(output: -1, messages: -1)
    let error = try #require(throws: ProgramError.self) { try closed.print("x") }
    #expect(error.kind == .inputOutput)
    #expect(error.description.contains("standard output"))
  }

  @Test(arguments: [
    ("", []), ("\n\n", []), ("a\nb c\n", ["a", "b c"]), ("a\r\n\r\nb", ["a", "b"]), ("é\n", ["é"]),
    ("a\nb\0c\r\0\0d", ["a\nb", "c\r", "d"]),
  ]) func `paths are one a line, or end in zeros`(text: String, paths: [String]) throws {
    try withTemporaryFolder { folder in
      try writeWhole(text, to: folder + "/input")
      let input = open(folder + "/input", O_RDONLY)
      defer { close(input) }
      #expect(try Console(input: input, output: -1, messages: -1).readPaths() == paths)
    }
  }

  @Test func `standard input that cannot be read is an error`() throws {
    let error = try #require(throws: ProgramError.self) { try Console(input: -1).readPaths() }
    #expect(error.kind == .missingInput)
  }

  @Test func `each kind of error has its exit code, and an unknown one is our fault`() {
    struct Strange: Error {}
    #expect(Console.exitCode(of: ProgramError(.badData, "")) == 65)
    #expect(Console.exitCode(of: ProgramError(.missingInput, "")) == 66)
    #expect(Console.exitCode(of: Strange()) == 70)
  }
}
