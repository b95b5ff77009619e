/// A duration, written as `30s`, `10m` or `1.5h`.
struct Seconds: Sendable, Hashable, CustomStringConvertible {
  let value: Double

  /// The longest that is read: more than a year.
  static let most = 10_000.0 * 3600

  private static let units: [(letter: Character, seconds: Double)] = [("h", 3600), ("m", 60), ("s", 1)]

  init(_ value: Double) {
    self.value = value
  }

  /// Reads a number above 0 with its unit, or a number of seconds; nil where the text is not one.
  init?(_ text: String) {
    let unit = Self.units.first { text.last == $0.letter }
    guard let number = Double(unit == nil ? text : String(text.dropLast())) else { return nil }
    let value = number * (unit?.seconds ?? 1)
    guard value > 0, value <= Self.most else { return nil }
    self.value = value
  }

  /// In the largest unit that it is a whole number of, which reads as the same duration: `90m`.
  var description: String {
    guard let unit = Self.units.first(where: { value.remainder(dividingBy: $0.seconds) == 0 }), value < 1e15
    else {
      return "\(value)s"
    }
    return "\(Int(value / unit.seconds))\(unit.letter)"
  }
}
