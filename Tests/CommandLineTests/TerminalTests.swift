import Testing

@testable import train_parallel

struct TerminalTests {
  private func terminal(
    isTerminal: Bool = true, columns: Int = 80, _ environment: [String: String] = ["TERM": "xterm"],
    noColor: Bool = false
  ) -> Terminal {
    Terminal(isTerminal: isTerminal, columns: columns, environment: environment, noColor: noColor)
  }

  @Test func `a terminal has its width and colors`() {
    #expect(terminal().width == 80)
    #expect(terminal().hasColor)
    #expect(terminal(columns: 3).width == 20)
  }

  @Test func `a file and a dumb terminal have no bar`() {
    #expect(terminal(isTerminal: false).width == nil)
    #expect(terminal(["TERM": "dumb"]).width == nil)
    #expect(terminal([:]).width == nil)
    #expect(!terminal(["TERM": "dumb"]).hasColor)
  }

  @Test func `colors can be refused`() {
    #expect(!terminal(["TERM": "xterm", "NO_COLOR": "1"]).hasColor)
    #expect(terminal(["TERM": "xterm", "NO_COLOR": ""]).hasColor)
    #expect(!terminal(noColor: true).hasColor)
    #expect(terminal(noColor: true).width == 80)
  }
}
