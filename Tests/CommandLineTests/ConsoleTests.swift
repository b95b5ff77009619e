import Foundation
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

  @Test func `each kind of error has its exit code, and an unknown one is our fault`() {
    struct Strange: Error {}
    #expect(Console.exitCode(of: ProgramError(.badData, "")) == 65)
    #expect(Console.exitCode(of: ProgramError(.missingInput, "")) == 66)
    #expect(Console.exitCode(of: Strange()) == 70)
  }
}
