/// How often something is saved during an epoch.
enum CheckpointInterval: Sendable, Hashable, CustomStringConvertible {
  /// After so many steps.
  case steps(Int)
  /// After the first step that ends so many seconds after the last time.
  case seconds(Double)

  /// `500` or `10m`, as it is read.
  var description: String {
    switch self {
    case .steps(let count): "\(count)"
    case .seconds(let seconds): "\(Seconds(seconds))"
    }
  }
}

extension ValueReader where Value == CheckpointInterval {
  /// A number of steps, or a time with its unit.
  static var stepsOrSeconds: ValueReader {
    ValueReader(
      expected: "a number of steps such as 500, at least 1, or a time such as 30s, 10m or 1h, at most "
        + "\(Seconds(Seconds.most))",
      read: { text in
        if text.last?.isLetter == true { return Seconds(text).map { .seconds($0.value) } }
        return Int(text).flatMap { $0 >= 1 ? .steps($0) : nil }
      },
      text: { "\($0)" })
  }
}
