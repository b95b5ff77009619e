import Dispatch

/// Draws one line over and over on a terminal, at most ten times a second.
///
/// The cursor waits at the line's beginning. Where the window gets narrower than the line, most terminals wrap it and keep
/// the cursor with the character that it stands on; so the next drawing still begins where the line does, and takes away
/// whatever is below.
final class ProgressBar {
  private let console: Console
  private let terminal: () -> Terminal
  private var nextDrawing: UInt64 = 0
  private var isDrawn = false

  /// To the beginning of the line.
  private static let home = "\r"
  /// Clears what is after and below the cursor.
  private static let clearing = "\u{1B}[J"

  /// - Parameter terminal: Asked before each drawing: a window may change its size.
  init(console: Console, terminal: @escaping () -> Terminal) {
    self.console = console
    self.terminal = terminal
  }

  /// Shows a line if the last one has stood for a tenth of a second; nothing where there is no terminal.
  ///
  /// - Parameter line: Makes a line that is no longer than the width, in characters that take one column each.
  func show(_ line: (_ width: Int, _ hasColor: Bool) -> String) {
    let now = DispatchTime.now().uptimeNanoseconds
    guard now >= nextDrawing else { return }
    nextDrawing = now + 100_000_000
    let terminal = terminal()
    guard let width = terminal.width else { return }
    // The last column stays free: some terminals wrap as soon as it is taken.
    console.draw(Self.home + line(max(0, width - 1), terminal.hasColor) + Self.clearing + Self.home)
    isDrawn = true
  }

  /// Takes the line away, so that something else can be written.
  func clear() {
    nextDrawing = 0
    if isDrawn { console.draw(Self.home + Self.clearing) }
    isDrawn = false
  }
}
