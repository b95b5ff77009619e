import Foundation

/// The range of an axis and its ticks, which are round numbers.
struct Axis: Equatable {
  /// The numbers at both ends.
  let range: ClosedRange<Double>
  /// The numbers at which the axis has ticks.
  let ticks: [Double]
  /// What stands at the ticks.
  let labels: [String]
  /// Whether equal distances are equal factors.
  let isLogarithmic: Bool

  /// An axis with ticks 1, 2 or 5 times a power of ten apart, the first and the last at its ends.
  ///
  /// - Parameters:
  ///   - values: What it covers; those that are infinite or no number do not count.
  ///   - includesZero: Whether zero is covered too.
  init(covering values: [Double], includesZero: Bool = false) {
    let values = values.filter(Self.canShow)
    var (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if includesZero { (low, high) = (min(low, 0), max(high, 0)) }
    // Differences below this are lost in the numbers' rounding.
    if high - low <= max(abs(low), abs(high)) * 1e-9 {
      (low, high) = high == 0 ? (0, 1) : (high - abs(high) / 10, high)
    }
    let step = Self.roundStep(atLeast: (high - low) / 5)
    let first = Int((low / step + 1e-6).rounded(.down))
    let last = max(Int((high / step - 1e-6).rounded(.up)), first + 1)
    ticks = (first...last).map { Double($0) * step }
    // A value that rounding put beyond the last tick stays on the axis.
    range = min(ticks[0], low)...max(ticks[ticks.count - 1], high)
    labels = ticks.map { Self.label($0, step: step) }
    isLogarithmic = false
  }

  /// An axis of whole numbers from one to another; a single one stands in its middle.
  init(from first: Int, through last: Int) {
    let (low, high) = (Double(first), Double(max(first, last)))
    guard low < high else {
      (range, ticks, labels) = (low - 0.5...high + 0.5, [low], [Self.label(low, step: 1)])
      isLogarithmic = false
      return
    }
    let step = max(1, Self.roundStep(atLeast: (high - low) / 6))
    let numbers = stride(from: (low / step).rounded(.up), through: (high / step).rounded(.down), by: 1)
    ticks = numbers.map { $0 * step }
    labels = ticks.map { Self.label($0, step: step) }
    range = low...high
    isLogarithmic = false
  }

  /// An axis on which equal distances are equal factors, its ticks powers of ten.
  ///
  /// - Precondition: All values are above 0.
  init(logarithmic values: [Double]) {
    let logarithms = values.filter(Self.canShow).map { log10($0) }
    let low = Int(((logarithms.min() ?? 0) + 1e-6).rounded(.down))
    let high = max(Int(((logarithms.max() ?? 1) - 1e-6).rounded(.up)), low + 1)
    let exponents = stride(from: low, through: high, by: (high - low) / 6 + 1)
    ticks = exponents.map { pow(10, Double($0)) }
    range = pow(10, Double(low))...pow(10, Double(high))
    labels = exponents.map { $0 >= -3 && $0 <= 0 ? NumberText.fixed(pow(10, Double($0)), -$0) : "1e\($0)" }
    isLogarithmic = true
  }

  /// Where a number lies: 0 at the lower end, 1 at the upper one.
  func position(of value: Double) -> Double {
    func place(_ number: Double) -> Double { isLogarithmic ? log10(number) : number }
    let (low, high) = (place(range.lowerBound), place(range.upperBound))
    let position = (place(value) - low) / (high - low)
    // What has no place, such as a negative number on an axis of factors, stands at the lower end.
    return position.isNaN ? 0 : min(max(position, 0), 1)
  }

  /// Whether a number has a place on an axis; the differences of greater ones might be infinite.
  static func canShow(_ value: Double) -> Bool { abs(value) < 1e100 }

  /// The least of 1, 2 or 5 times a power of ten that is not below a number.
  static func roundStep(atLeast least: Double) -> Double {
    guard least > 1e-300 else { return 1e-300 }
    let power = pow(10, log10(least).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) } ?? 10 * power
  }

  private static func label(_ value: Double, step: Double) -> String {
    guard step >= 1e-5, abs(value) < 1e7 else { return String(format: "%g", value) }
    let digits = max(0, Int((-log10(step) - 1e-6).rounded(.up)))
    // A negative zero would be written with its sign.
    return digits == 0 ? NumberText.grouped(Int(value.rounded())) : NumberText.fixed(value + 0, digits)
  }
}
