import Foundation

/// Numbers of any size in few characters.
enum ReportNumber {
  /// Up to four significant digits: "0.001", "0.0003333", "1e-07".
  static func short(_ number: Double) -> String {
    number.isFinite ? String(format: "%.4g", number) : NumberText.fixed(number, 4)
  }
}
