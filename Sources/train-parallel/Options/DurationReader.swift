extension ValueReader where Value == Seconds {
  /// `30s`, `30m`, `1.5h`, or a number of seconds.
  static var duration: ValueReader {
    ValueReader(
      expected:
        "a time such as 30s, 30m or 1.5h, or a number of seconds, above 0 and at most \(Seconds(Seconds.most))",
      read: { Seconds($0) }, text: { "\($0)" })
  }
}
