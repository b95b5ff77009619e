import Foundation

/// What a stream of the program can show.
struct Terminal: Equatable {
  /// Characters in a line, 1 at least; nil where nobody looks on.
  var width: Int?
  /// Whether colors are wanted.
  var hasColor: Bool
  /// Whether more than ASCII is shown.
  var isUTF8: Bool

  /// What is known of a stream.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether it is one.
  ///   - columns: Its width as the system knows it; nil or 0 where it does not.
  ///   - environment: `TERM`, `dumb` for terminals that cannot go back in a line; `NO_COLOR` (https://no-color.org);
  ///     `COLUMNS` where the system knows no width; the locale.
  ///   - noColor: Whether colors were refused by an option.
  init(isTerminal: Bool, columns: Int?, environment: [String: String], noColor: Bool) {
    let isDumb = ["dumb", ""].contains(environment["TERM"] ?? "")
    let known = [columns, environment["COLUMNS"].flatMap { Int($0) }].compactMap { $0 }.first { $0 > 0 }
    width = isTerminal && !isDumb ? known ?? Self.usualWidth : nil
    hasColor = width != nil && !noColor && (environment["NO_COLOR"] ?? "").isEmpty
    // The first that is set rules (POSIX.1-2017, 8.2).
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let codeset = locale?.lowercased() ?? ""
    isUTF8 = codeset.hasSuffix("utf-8") || codeset.hasSuffix("utf8") || codeset.contains("utf-8@")
  }

  /// The width where none is known.
  static let usualWidth = 80

  /// Standard error as it is now.
  static func standardError(noColor: Bool) -> Terminal {
    Terminal(of: STDERR_FILENO, noColor: noColor)
  }

  /// A stream as it is now.
  ///
  /// Costs two calls of the system and a look at a few variables, so that it can be asked before each drawing: the window
  /// may have another size by then.
  init(of stream: Int32, noColor: Bool) {
    var size = winsize()
    let isKnown = ioctl(stream, UInt(TIOCGWINSZ), &size) == 0
    var environment: [String: String] = [:]
    for name in ["TERM", "NO_COLOR", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    self.init(
      isTerminal: isatty(stream) == 1, columns: isKnown ? Int(size.ws_col) : nil, environment: environment,
      noColor: noColor)
  }
}
