extension LayerConfiguration {
  /// A number within a range.
  public func number(
    _ field: String, in range: ClosedRange<Double>, default standard: Double
  ) throws(ModelError) -> Double {
    try optionalNumber(field, in: range) ?? standard
  }

  /// A number within a range, or nil for null.
  public func optionalNumber(
    _ field: String, in range: ClosedRange<Double>
  ) throws(ModelError) -> Double? {
    let value = read(field)
    if value.isNull { return nil }
    guard let number = value.realNumber, range.contains(number) else {
      throw unsupported(
        field, found: value, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// One number or several, also as Keras writes an array of NumPy's: `{"class_name": "__numpy__", ...}`.
  public func numbers(_ field: String, default standard: [Double]? = nil) throws(ModelError) -> [Double] {
    let value = read(field)
    if value.isNull, let standard { return standard }
    let list = value["config"]?["value"] ?? value
    let elements = list.elements ?? [list]
    let numbers = elements.compactMap(\.realNumber).filter { Float($0).isFinite }
    guard !numbers.isEmpty, numbers.count == elements.count else {
      throw unsupported(field, found: value, expected: "a number or a list of numbers that a float32 holds")
    }
    return numbers
  }

  /// A whole number that divides another; an absent one is 1.
  public func divisor(_ field: String, of number: Int) throws(ModelError) -> Int {
    let value = read(field)
    if value.isNull { return 1 }
    guard let divisor = value.wholeNumber, divisor > 0, number % divisor == 0 else {
      throw unsupported(field, found: value, expected: "a whole number that divides \(number)")
    }
    return divisor
  }

  /// One axis, also in brackets as older versions of Keras write it; an absent one is −1, the last.
  public func axis(_ field: String) throws(ModelError) -> Int {
    let axes = try axes(field) ?? [-1]
    guard axes.count == 1 else {
      throw unsupported(field, found: .array(axes.map(JSON.integer)), expected: "one axis, the last: -1")
    }
    return axes[0]
  }

  /// Axes by their numbers, or nil for null.
  public func axes(_ field: String) throws(ModelError) -> [Int]? {
    let value = read(field)
    if value.isNull { return nil }
    let elements = value.elements ?? [value]
    let axes = elements.compactMap(\.wholeNumber).filter((-8...8).contains)
    guard axes.count == elements.count else {
      throw unsupported(field, found: value, expected: "the number of an axis, or a list of them")
    }
    return axes
  }

  /// A border: `1`, `[1, 2]` for (above and below, left and right), or `[[1, 2], [3, 4]]` for ((above, below), (left,
  /// right)).
  public func border(_ field: String) throws(ModelError) -> ((Int, Int), (Int, Int)) {
    let value = read(field)
    let sides = (value.elements ?? [value, value]).map { ($0.elements ?? [$0, $0]).map(\.wholeNumber) }
    guard sides.count == 2, sides.allSatisfy({ $0.count == 2 }) else {
      throw unsupported(field, found: value, expected: "[[top, bottom], [left, right]]")
    }
    let pixels = sides.flatMap { $0 }.compactMap { $0 }.filter((0...Self.largestSize).contains)
    guard pixels.count == 4 else {
      throw unsupported(field, found: value, expected: "whole numbers from 0 to \(Self.largestSize)")
    }
    return ((pixels[0], pixels[1]), (pixels[2], pixels[3]))
  }
}
