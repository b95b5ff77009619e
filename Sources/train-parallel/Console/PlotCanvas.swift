/// A picture of two curves in characters, each of which shows eight dots of Braille or one mark.
struct PlotCanvas {
  /// The characters of the picture.
  let columns, rows: Int
  /// Whether there is Braille, else ASCII.
  let isUTF8: Bool
  /// Whether the curves are told apart by color, else by dashes or marks.
  let hasColor: Bool

  /// For each curve whether it passes through a dot, row by row.
  private var dots: [[Bool]]

  /// The two curves; where both pass through a character, the second gives it its color.
  enum Curve: Int, CaseIterable {
    case training, validation

    /// The color's number in escape sequences: cyan, yellow.
    var color: Int { self == .training ? 36 : 33 }
    /// The mark where there are only marks.
    var mark: Character { self == .training ? "*" : "o" }
  }

  /// The mark of a place that both curves pass through.
  static let bothMark: Character = "#"

  init(columns: Int, rows: Int, hasColor: Bool, isUTF8: Bool) {
    (self.columns, self.rows, self.hasColor, self.isUTF8) = (columns, rows, hasColor, isUTF8)
    let count = columns * rows * (isUTF8 ? 8 : 1)
    dots = Curve.allCases.map { _ in Array(repeating: false, count: count) }
  }

  /// The dots of a row and of a column.
  var dotColumns: Int { columns * (isUTF8 ? 2 : 1) }
  var dotRows: Int { rows * (isUTF8 ? 4 : 1) }

  /// Draws a curve through values at equal distances from the left edge to the right one.
  ///
  /// A column of dots shows the value at its middle and all values that fall into it, and reaches to the column before.
  ///
  /// - Parameters:
  ///   - values: Two at least; nil for a gap.
  ///   - range: The values at the lower and the upper edge.
  mutating func draw(_ curve: Curve, _ values: [Double?], in range: ClosedRange<Double>) {
    let span = range.upperBound - range.lowerBound
    func row(_ value: Double) -> Int {
      Int(((range.upperBound - value) / span * Double(dotRows - 1)).rounded())
    }
    let step = Double(values.count - 1) / Double(max(dotColumns - 1, 1))
    var last: Int?
    for column in 0..<dotColumns {
      let place = Double(column) * step
      guard let middle = Self.value(of: values, at: place) else {
        last = nil
        continue
      }
      let inside = stride(from: (place - step / 2).rounded(.up), through: place + step / 2, by: 1)
      let found = inside.compactMap { Int($0) < values.count && $0 >= 0 ? values[Int($0)] : nil } + [middle]
      let (top, bottom) = (row(found.max() ?? middle), row(found.min() ?? middle))
      // Up to the row next to that of the column before, so that a steep curve has no holes.
      let first = last.map { $0 < top ? min($0 + 1, top) : top } ?? top
      let end = last.map { $0 > bottom ? max($0 - 1, bottom) : bottom } ?? bottom
      for row in first...end where isShown(curve, column) {
        dots[curve.rawValue][row * dotColumns + column] = true
      }
      last = row(middle)
    }
  }

  /// The value between two neighbours.
  private static func value(of values: [Double?], at place: Double) -> Double? {
    let left = min(Int(place), values.count - 1)
    let right = min(left + 1, values.count - 1)
    guard let first = values[left], let second = values[right] else { return nil }
    return first + (second - first) * (place - Double(left))
  }

  /// Without color the second curve is dashed: every other character is empty.
  private func isShown(_ curve: Curve, _ column: Int) -> Bool {
    !isUTF8 || hasColor || curve == .training || column / 2 % 2 == 0
  }

  /// The lines of the picture from top to bottom, all as wide.
  var lines: [String] {
    (0..<rows).map { row in
      var line = ""
      var color: Int?
      for column in 0..<columns {
        let (character, curve) = cell(column, row)
        let wanted = hasColor ? curve?.color : nil
        if wanted != color { line += "\u{1B}[\(wanted ?? 0)m" }
        color = wanted
        line.append(character)
      }
      return color == nil ? line : line + "\u{1B}[0m"
    }
  }

  /// What stands in one place, and whose color it has.
  private func cell(_ column: Int, _ row: Int) -> (Character, Curve?) {
    let bits = Curve.allCases.map { isUTF8 ? pattern($0, column, row) : dot($0, column, row) ? 1 : 0 }
    let curve: Curve? = bits[1] != 0 ? .validation : bits[0] != 0 ? .training : nil
    guard let curve else { return (" ", nil) }
    guard isUTF8 else { return (bits[0] != 0 && bits[1] != 0 ? Self.bothMark : curve.mark, curve) }
    return (Character(Unicode.Scalar(0x2800 + (bits[0] | bits[1])) ?? " "), curve)
  }

  private func dot(_ curve: Curve, _ column: Int, _ row: Int) -> Bool {
    dots[curve.rawValue][row * dotColumns + column]
  }

  /// The bits of a Braille character: dots 1, 2, 3, 7 down the left side, 4, 5, 6, 8 down the right one.
  private func pattern(_ curve: Curve, _ column: Int, _ row: Int) -> Int {
    let bits = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    var pattern = 0
    for x in 0..<2 {
      for y in 0..<4 where dot(curve, 2 * column + x, 4 * row + y) { pattern |= bits[x][y] }
    }
    return pattern
  }
}
