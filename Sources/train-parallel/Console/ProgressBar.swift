import Dispatch

/// Draws one line over and over on a terminal, at most ten times a second.
final class ProgressBar {
  private let console: Console
  private let terminal: () -> Terminal
  private var nextDrawing: UInt64 = 0
  private var isDrawn = false

  /// - Parameter terminal: Asked before each drawing: a window may change its size.
  init(console: Console, terminal: @escaping () -> Terminal) {
    self.console = console
    self.terminal = terminal
  }

  /// Shows a line if the last one has stood for a tenth of a second; nothing where there is no terminal.
  func show(_ line: (_ width: Int, _ hasColor: Bool) -> String) {
    let now = DispatchTime.now().uptimeNanoseconds
    guard now >= nextDrawing else { return }
    nextDrawing = now + 100_000_000
    let terminal = terminal()
    guard let width = terminal.width else { return }
    // The last column stays free: some terminals wrap as soon as it is taken.
    console.draw("\r" + line(width - 1, terminal.hasColor) + "\u{1B}[K")
    isDrawn = true
  }

  /// Takes the line away, so that something else can be written.
  func clear() {
    nextDrawing = 0
    if isDrawn { console.draw("\r\u{1B}[K") }
    isDrawn = false
  }
}
