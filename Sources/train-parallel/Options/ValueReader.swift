import Foundation
import TrainParallel

/// Reads one kind of value from the command line, and says in words what it expects.
struct ValueReader<Value> {
  /// What is expected, as it follows the word "expected".
  let expected: String
  /// The value that a text states; nil if it is not one.
  let read: (String) -> Value?
  /// How help states a value.
  let text: (Value) -> String
  /// What is expected instead of one text that is not a value, where that can be told more closely.
  var expectedFor: (String) -> String? = { _ in nil }
}

extension ValueReader where Value: FixedWidthInteger {
  static func wholeNumber(atLeast least: Value, atMost most: Value? = nil) -> ValueReader {
    ValueReader(
      expected: most.map { "a whole number from \(least) to \($0)" } ?? "a whole number of at least \(least)",
      read: { text in Value(text).flatMap { least <= $0 && $0 <= most ?? .max ? $0 : nil } },
      text: { "\($0)" })
  }
}

extension ValueReader where Value == Double {
  static var positiveNumber: ValueReader {
    number("a number above 0") { $0 > 0 }
  }

  static var nonNegativeNumber: ValueReader {
    number("a number of at least 0") { $0 >= 0 }
  }

  static var angleBelow90: ValueReader {
    number("degrees, at least 0 and below 90") { $0 >= 0 && $0 < 90 }
  }

  static var mixingParameter: ValueReader {
    number("a number above 0, at most 1000") { $0 > 0 && $0 <= 1000 }
  }

  static var part: ValueReader {
    number("a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
  }

  static var factorBelow1: ValueReader {
    number("a number above 0 and below 1") { $0 > 0 && $0 < 1 }
  }

  static var fraction: ValueReader {
    number("a number of at least 0 and below 1") { $0 >= 0 && $0 < 1 }
  }

  /// A factor: a number, or a quotient such as `1/255`, as help writes it.
  static var factor: ValueReader {
    let reader = number("a number above 0 such as 0.0039, or a quotient such as 1/255") { $0 > 0 }
    return ValueReader(
      expected: reader.expected,
      read: { text in
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return reader.read(text) }
        guard let dividend = Double(parts[0]), let divisor = Double(parts[1]) else { return nil }
        let quotient = dividend / divisor
        return quotient.isFinite && quotient > 0 ? quotient : nil
      },
      text: reader.text)
  }

  static var anyNumber: ValueReader {
    number("a number") { _ in true }
  }

  private static func number(_ expected: String, _ isExpected: @escaping (Double) -> Bool) -> ValueReader {
    ValueReader(
      expected: expected,
      read: { text in Double(text).flatMap { $0.isFinite && isExpected($0) ? $0 : nil } },
      text: { $0 == 1.0 / 255 ? "1/255" : $0 == $0.rounded() ? String(Int($0)) : "\($0)" })
  }
}

extension ValueReader where Value == String {
  /// A path or a name: anything but nothing.
  static func text(_ expected: String) -> ValueReader {
    ValueReader(expected: expected, read: { $0.isEmpty ? nil : $0 }, text: { $0 })
  }
}

extension ValueReader where Value == Bool {
  static var onOrOff: ValueReader {
    ValueReader(
      expected: "on or off", read: { ["on": true, "off": false][$0] }, text: { $0 ? "on" : "off" })
  }
}

extension ValueReader where Value: CaseIterable & RawRepresentable<String> {
  /// One of the names of an enumeration.
  static var name: ValueReader {
    let names = Value.allCases.map(\.rawValue)
    return ValueReader(
      expected: list(names), read: { Value(rawValue: $0) }, text: { $0.rawValue },
      expectedFor: { text in
        nearestName(to: text, among: names).map { "\(list(names)); did you mean \($0)?" }
      })
  }
}

/// "a, b or c"
func list(_ words: [String]) -> String {
  words.count < 2
    ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
}
