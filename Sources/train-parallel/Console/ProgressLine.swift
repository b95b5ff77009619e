/// Where the training stands, as one line shows it.
struct Progress: Equatable {
  var epoch: Int
  var epochCount: Int
  var step: Int
  var stepCount: Int
  var loss: Double
  var accuracy: Double
  var imagesPerSecond: Double
  var secondsLeft: Double
}

extension Progress {
  /// The line, never longer than `width`: the bar shrinks first, then the least important figures go.
  func line(width: Int, hasColor: Bool) -> String {
    let head = "epoch \(epoch)/\(epochCount)"
    let counter = "\(String(step).leftPadding(to: String(stepCount).count))/\(stepCount)"
    let figures = [
      counter, "loss \(NumberText.fixed(loss, 4))", "accuracy \(NumberText.fixed(accuracy, 4))",
      "\(NumberText.rate(imagesPerSecond)) images/s", "\(NumberText.clock(secondsLeft)) left",
    ]
    for shown in stride(from: figures.count, through: 0, by: -1) {
      let tail = figures.prefix(shown).joined(separator: "  ")
      let used = head.count + 2 + tail.count
      // Two brackets and the spaces around the bar.
      let room = min(30, width - used - 4)
      if room >= 6 || shown == 0 && room >= 1 {
        return head + "  " + bar(room, hasColor: hasColor) + "  " + tail
      }
      if used <= width, shown <= 2 { return head + "  " + tail }
    }
    return String(head.prefix(max(0, width)))
  }

  private func bar(_ length: Int, hasColor: Bool) -> String {
    let done = stepCount > 0 ? min(length, length * step / stepCount) : 0
    let filled = String(repeating: "=", count: done)
    let empty = String(repeating: " ", count: length - done)
    return hasColor ? "[\u{1B}[36m\(filled)\u{1B}[0m\(empty)]" : "[\(filled)\(empty)]"
  }
}
