import Dispatch

/// The seconds on a clock that only goes forward.
package func now() -> Double {
  Double(DispatchTime.now().uptimeNanoseconds) / 1e9
}

/// The windows of a measurement: enough for a median that one disturbance does not move.
package let windowsOfMeasurement = 7

/// The seconds of one call of each piece of work, in each window of a measurement.
///
/// The windows of all pieces take turns, so that a drift of the machine meets them all; a window before them warms up.
///
/// - Parameters:
///   - seconds: About how long the windows of one piece take together.
///   - work: The pieces.
///   - betweenWindows: Called before each turn.
/// - Returns: For each piece, its windows.
package func secondsPerCall(
  seconds: Double, of work: [() -> Void], betweenWindows: () -> Void = {}
) -> [[Double]] {
  let window = seconds / Double(windowsOfMeasurement + 1)
  let calls = work.map { callsFilling(seconds: window, $0) }
  var windows = work.map { _ in [Double]() }
  for _ in 0..<windowsOfMeasurement {
    betweenWindows()
    for index in work.indices {
      windows[index].append(time(calls: calls[index], work[index]) / Double(calls[index]))
    }
  }
  return windows
}

/// The number of calls that take at least half as long as said; in finding it out, the work warms up.
private func callsFilling(seconds: Double, _ work: () -> Void) -> Int {
  var calls = 1
  var elapsed = time(calls: 1, work)
  while elapsed < seconds / 2 {
    calls = min(2 * calls, Int(seconds / elapsed * Double(calls)) + 1)
    elapsed = time(calls: calls, work)
  }
  return calls
}

private func time(calls: Int, _ work: () -> Void) -> Double {
  let start = now()
  for _ in 0..<calls { work() }
  return now() - start
}
