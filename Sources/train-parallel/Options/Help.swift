/// The help of one command, made from its table.
///
/// - Parameter width: The longest line.
func helpText<Settings>(
  usage: String, abstract: String, options: [Option<Settings>], width: Int = 100
) -> String {
  let heads = options.map { $0.name + ($0.placeholder.map { " " + $0 } ?? "") }
  let column = (heads.map(\.count).max() ?? 0) + 4
  var lines = ["usage: \(usage)", ""] + wrapped(abstract, width: width) + ["", "options:"]
  for (option, head) in zip(options, heads) {
    let help = option.help + (option.defaultText.map { " (default: \($0))" } ?? "")
    for (index, text) in wrapped(help, width: width - column).enumerated() {
      let start = index == 0 ? "  " + head : ""
      lines.append(start.padding(to: column) + text)
    }
  }
  return lines.joined(separator: "\n")
}

/// The words of a text in lines of at most `width` characters; a longer word stands alone.
func wrapped(_ text: String, width: Int) -> [String] {
  var lines = [""]
  for word in text.split(separator: " ") {
    let last = lines[lines.count - 1]
    if last.isEmpty {
      lines[lines.count - 1] = String(word)
    } else if last.count + 1 + word.count <= width {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines
}

extension String {
  /// The text with spaces after it, `width` characters long at least.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text with spaces before it, `width` characters long at least.
  func leftPadding(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
