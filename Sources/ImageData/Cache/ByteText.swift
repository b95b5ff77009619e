import Foundation

/// 184,320,000 bytes are "184 MB": three digits, in powers of 1000.
func byteText(_ bytes: UInt64) -> String {
  guard bytes >= 1000 else { return "\(bytes) bytes" }
  var value = Double(bytes)
  var unit = -1
  while value >= 999.5, unit < 3 {
    value /= 1000
    unit += 1
  }
  let digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return String(format: "%.\(digits)f ", value) + ["kB", "MB", "GB", "TB"][unit]
}

/// A number with commas between groups of three digits, and what is counted.
func countText(_ number: Int, _ noun: String) -> String {
  var digits = String(number)
  for place in stride(from: digits.count - 3, to: 0, by: -3) {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
  }
  return "\(digits) \(noun)\(number == 1 ? "" : "s")"
}
