import Testing

@testable import train_parallel

struct TerminalTests {
  private func terminal(
    isTerminal: Bool = true, columns: Int? = 80, _ environment: [String: String] = ["TERM": "xterm"],
    noColor: Bool = false
  ) -> Terminal {
    Terminal(isTerminal: isTerminal, columns: columns, environment: environment, noColor: noColor)
  }

  @Test func `a terminal has its width and colors`() {
    #expect(terminal().width == 80)
    #expect(terminal().hasColor)
    #expect(terminal(columns: 3).width == 3)
  }

  @Test func `a width that the system does not know is that of the environment, or the usual one`() {
    for unknown in [nil, 0] {
      #expect(terminal(columns: unknown).width == 80)
      #expect(terminal(columns: unknown, ["TERM": "xterm", "COLUMNS": "132"]).width == 132)
      for nonsense in ["", "0", "-5", "wide"] {
        #expect(terminal(columns: unknown, ["TERM": "xterm", "COLUMNS": nonsense]).width == 80)
      }
    }
    // What is known now is better than what a shell set when it started.
    #expect(terminal(columns: 40, ["TERM": "xterm", "COLUMNS": "132"]).width == 40)
  }

  @Test func `the locale says whether more than ASCII is shown`() {
    for locale in ["de_DE.UTF-8", "C.utf8", "en_US.utf-8@euro"] {
      #expect(terminal(["LANG": locale]).isUTF8)
    }
    for locale in ["C", "", "POSIX", "de_DE.ISO-8859-1"] { #expect(!terminal(["LANG": locale]).isUTF8) }
    #expect(!terminal(["LC_ALL": "C", "LANG": "de_DE.UTF-8"]).isUTF8)
    #expect(terminal(["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"]).isUTF8)
    #expect(!terminal([:]).isUTF8)
  }

  @Test func `a file and a dumb terminal have no bar`() {
    #expect(terminal(isTerminal: false).width == nil)
    #expect(terminal(["TERM": "dumb"]).width == nil)
    #expect(terminal([:]).width == nil)
    #expect(terminal(["TERM": ""]).width == nil)
    #expect(!terminal(["TERM": "dumb"]).hasColor)
  }

  @Test func `colors can be refused`() {
    #expect(!terminal(["TERM": "xterm", "NO_COLOR": "1"]).hasColor)
    #expect(terminal(["TERM": "xterm", "NO_COLOR": ""]).hasColor)
    #expect(!terminal(noColor: true).hasColor)
    #expect(terminal(noColor: true).width == 80)
  }
}
