import Foundation

/// What a stream of the program can show.
struct Terminal: Equatable {
  /// Characters in a line; nil where nobody looks on.
  var width: Int?
  /// Whether colors are wanted.
  var hasColor: Bool

  /// Reads the environment: https://no-color.org, and `TERM=dumb` for terminals that cannot go back in a line.
  init(isTerminal: Bool, columns: Int, environment: [String: String], noColor: Bool) {
    let isDumb = (environment["TERM"] ?? "dumb") == "dumb"
    width = isTerminal && !isDumb ? max(20, columns) : nil
    hasColor = width != nil && !noColor && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Standard error as it is now.
  static func standardError(noColor: Bool) -> Terminal {
    Terminal(of: STDERR_FILENO, noColor: noColor)
  }

  /// A stream as it is now.
  init(of stream: Int32, noColor: Bool) {
    var size = winsize()
    let known = ioctl(stream, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    self.init(
      isTerminal: isatty(stream) == 1, columns: known ? Int(size.ws_col) : 80,
      environment: ProcessInfo.processInfo.environment, noColor: noColor)
  }
}
