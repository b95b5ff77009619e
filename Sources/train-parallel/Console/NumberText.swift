import Foundation

/// Numbers as people read them.
enum NumberText {
  /// 1234567 is "1,234,567".
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var groups: [Substring] = []
    var rest = digits[...]
    while !rest.isEmpty {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return (number < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A number with so many digits after the point, in every locale; "nan" and "inf" where it is none.
  static func fixed(_ number: Double, _ digits: Int) -> String {
    // C writes the sign of a number that is none, which says nothing.
    number.isNaN ? "nan" : String(format: "%.\(digits)f", number)
  }

  /// A speed: three digits at least, so "8,123" and "87.3" and "0.512".
  static func rate(_ number: Double) -> String {
    guard number.isFinite, number < 1e15 else { return "-" }
    return number >= 100
      ? grouped(Int(number.rounded())) : fixed(number, number >= 10 ? 1 : number >= 1 ? 2 : 3)
  }

  /// A duration on a clock: "0:07", "12:34", "1:02:03"; "-" where it is not known.
  static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
  }

  /// "1 image", "2 images", "1,000 images"; a plural that is not made with an s is given.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
