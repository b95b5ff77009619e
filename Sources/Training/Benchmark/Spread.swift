import Dispatch

/// The median of some measurements, and how far they lie apart.
package struct Spread: Hashable, Sendable {
  package let median: Double
  package let lowest: Double
  package let highest: Double

  /// Sorts the measurements, of which there is at least one.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty, "a median needs a value")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    lowest = sorted[0]
    highest = sorted[sorted.count - 1]
  }

  /// The measurements in another unit.
  package func map(_ transform: (Double) -> Double) -> Spread {
    Spread([transform(lowest), transform(median), transform(highest)])
  }
}

/// The seconds on a clock that only goes forward.
package func now() -> Double {
  Double(DispatchTime.now().uptimeNanoseconds) / 1e9
}

/// The windows of a measurement: enough for a median that one disturbance does not move.
package let windowsOfMeasurement = 7

/// The seconds of one call of `work` in each window of a measurement; a window before them warms up.
///
/// - Parameters:
///   - seconds: About how long all of it takes.
///   - betweenWindows: Called before each window.
package func secondsPerCall(
  seconds: Double, betweenWindows: () -> Void = {}, _ work: () -> Void
) -> [Double] {
  let window = seconds / Double(windowsOfMeasurement + 1)
  func time(calls: Int) -> Double {
    let start = now()
    for _ in 0..<calls { work() }
    return now() - start
  }
  var calls = 1
  var elapsed = time(calls: 1)
  while elapsed < window / 2 {
    calls = min(2 * calls, Int(window / elapsed * Double(calls)) + 1)
    elapsed = time(calls: calls)
  }
  return (0..<windowsOfMeasurement).map { _ in
    betweenWindows()
    return time(calls: calls) / Double(calls)
  }
}
