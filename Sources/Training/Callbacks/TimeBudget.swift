import Dispatch

/// Interrupts a training after the step in which its time is up; a checkpoint saved then goes on from there.
public final class TimeBudget: Callback {
  /// `time_budget`
  public let name = "time_budget"
  /// Seconds, of this process alone: a resumed training has them anew.
  public let seconds: Double
  /// Whether the time was up before the training came to its end.
  public private(set) var isExceeded = false
  private var end: UInt64 = .max

  /// Creates the callback.
  public init(seconds: Double) {
    precondition(seconds >= 0, "a time is at least 0 s, not \(seconds)")
    self.seconds = seconds
  }

  /// The time begins.
  public func trainingBegan(_ trainer: Trainer) throws {
    let (now, left) = (DispatchTime.now().uptimeNanoseconds, UInt64(min(seconds, 1e9) * 1e9))
    end = now + left
  }

  /// Looks at the clock.
  public func stepEnded(_ trainer: Trainer) throws {
    guard DispatchTime.now().uptimeNanoseconds >= end else { return }
    isExceeded = true
    trainer.interrupt()
  }
}
