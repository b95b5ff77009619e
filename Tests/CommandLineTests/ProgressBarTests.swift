import Foundation
import TestSupport
import Testing

@testable import train_parallel

struct ProgressBarTests {
  /// What a bar draws while `body` uses it.
  private func drawing(
    _ terminal: @escaping () -> Terminal, _ body: (ProgressBar) -> Void
  ) throws -> String {
    try withTemporaryFolder { folder in
      let file = open(folder + "/messages", O_WRONLY | O_CREAT, 0o600)
      defer { close(file) }
      body(ProgressBar(console: Console(output: -1, messages: file), terminal: terminal))
      return try text(of: folder + "/messages")
    }
  }

  private func terminal(_ columns: Int?, isTerminal: Bool = true, noColor: Bool = false) -> Terminal {
    Terminal(isTerminal: isTerminal, columns: columns, environment: ["TERM": "xterm"], noColor: noColor)
  }

  @Test func `a line is drawn from its beginning, and what is below is cleared`() throws {
    let drawn = try drawing({ terminal(30) }) { bar in
      bar.show { width, hasColor in "\(width) \(hasColor)" }
      // Within a tenth of a second nothing more is drawn.
      bar.show { _, _ in "again" }
      bar.clear()
      bar.clear()
    }
    #expect(drawn.hasPrefix("\r29 true\u{1B}[J\r"))
    #expect(drawn.hasSuffix("\r\u{1B}[J"))
  }

  @Test func `the width is asked anew for each drawing`() throws {
    var columns = [100, 40, 1]
    let drawn = try drawing({ terminal(columns.removeFirst()) }) { bar in
      for _ in 0..<3 {
        bar.show { width, _ in String(repeating: "=", count: width) }
        bar.clear()
      }
    }
    let lengths = drawn.split(separator: "\r").map { line in line.count { $0 == "=" } }.filter { $0 > 0 }
    #expect(lengths == [99, 39])
    #expect(columns.isEmpty)
  }

  @Test func `without a terminal nothing is drawn, not even taken away`() throws {
    let drawn = try drawing({ terminal(80, isTerminal: false) }) { bar in
      bar.show { _, _ in "nobody sees this" }
      bar.clear()
    }
    #expect(drawn.isEmpty)
  }

  @Test func `without color there is none`() throws {
    let progress = Progress(
      epoch: 1, epochCount: 2, step: 5, stepCount: 10, loss: 1, accuracy: 0.5, imagesPerSecond: 10,
      secondsLeft: 3)
    let drawn = try drawing({ terminal(60, noColor: true) }) { bar in
      bar.show { progress.line(width: $0, hasColor: $1) }
    }
    #expect(!drawn.contains("\u{1B}[3") && drawn.contains("epoch 1/2"))
  }
}
