import LinearAlgebra

extension Sequential: CustomStringConvertible {
  /// The summary.
  public var description: String { summary() }

  /// The table that Keras prints: each layer with its output shape and its number of parameters, with branches also with
  /// what it takes; then the totals.
  ///
  /// - Source: `keras/src/utils/summary_utils.py` at a width of 88 columns, 108 with branches.
  public func summary() -> String {
    var rows = isStack ? [] : [["input_layer (InputLayer)", text(inputShape), "0", "-"]]
    for (index, layer) in layers.enumerated() {
      let count = parameterEntries(ofLayer: index).reduce(0) { $0 + $1.count }
      rows.append([layer.title, text(layerShapes[index]), grouped(count)])
      guard !isStack else { continue }
      let sources = inboundLayers[index].map { $0 == Self.modelInput ? "input_layer" : layers[$0].name }
      rows[rows.count - 1].append(sources.map { "\($0)[0][0]" }.joined(separator: ", "))
    }
    let trainable = parameterLayout.entries.filter(\.description.isTrainable).reduce(0) { $0 + $1.count }
    let lines =
      ["Model: \"\(name)\""] + table(rows) + [
        " Total params: \(countAndSize(parameterCount))",
        " Trainable params: \(countAndSize(trainable))",
        " Non-trainable params: \(countAndSize(parameterCount - trainable))",
      ]
    return lines.joined(separator: "\n")
  }
}

/// `(None, 28, 28, 1)`: a shape with Keras' word for the batch's size.
private func text(_ shape: Shape) -> String {
  "(\((["None"] + shape.dimensions.map(String.init)).joined(separator: ", ")))"
}

/// A table with a heavy head and a rule between rows; the third column stands to the right.
private func table(_ rows: [[String]]) -> [String] {
  let isConnected = rows[0].count == 4
  // The widths of the columns' text; with padding and rules they make 88 or 108.
  let columnWidths = isConnected ? [29, 25, 15, 26] : [36, 27, 15]
  let header = ["Layer (type)", "Output Shape", "Param #"] + (isConnected ? ["Connected to"] : [])
  func rule(_ left: String, _ line: String, _ middle: String, _ right: String) -> String {
    left + columnWidths.map { String(repeating: line, count: $0 + 2) }.joined(separator: middle) + right
  }
  func cells(_ texts: [String], _ border: String) -> [String] {
    let wrapped = zip(texts, columnWidths).map { wrap($0, width: $1) }
    return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
      let parts = zip(wrapped, columnWidths).enumerated().map { column, cell in
        let text = line < cell.0.count ? cell.0[line] : ""
        let space = String(repeating: " ", count: cell.1 - text.count)
        return column == 2 ? " \(space)\(text) " : " \(text)\(space) "
      }
      return border + parts.joined(separator: border) + border
    }
  }
  let body = rows.map { cells($0, "│") }.joined(separator: [rule("├", "─", "┼", "┤")])
  return [rule("┏", "━", "┳", "┓")] + cells(header, "┃") + [rule("┡", "━", "╇", "┩")] + body
    + [rule("└", "─", "┴", "┘")]
}

/// Text in lines of at most `width`, broken at spaces; a longer word ends in an ellipsis.
private func wrap(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    let word = word.count > width ? word.prefix(width - 1) + "…" : word
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(String(word))
    }
  }
  return lines
}

/// `60,554 (236.54 KB)`: a number of float32 weights and their size.
private func countAndSize(_ count: Int) -> String {
  var size = Double(count * MemoryLayout<Float>.size)
  var unit = 0
  let units = ["B", "KB", "MB", "GB", "TB"]
  while size >= 1024, unit < units.count - 1 {
    size /= 1024
    unit += 1
  }
  // Sizes are whole bytes over a power of two, so that halves round as Python rounds them: to even.
  let hundredths = Int((size * 100).rounded(.toNearestOrEven))
  let fraction = hundredths % 100
  return "\(grouped(count)) (\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) \(units[unit]))"
}

/// `839,107`: a number with its digits in groups of three.
private func grouped(_ number: Int) -> String {
  var text = ""
  for (place, digit) in String(number).reversed().enumerated() {
    if place > 0, place % 3 == 0 { text += "," }
    text.append(digit)
  }
  return String(text.reversed())
}
