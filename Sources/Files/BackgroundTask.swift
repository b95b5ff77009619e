import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A computation on a thread of its own that takes, before others, what processor time is left over.
///
/// Where every processor is busy it still has a hundredth of one, so that it ends.
package final class BackgroundTask<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var result: Value?

  /// Begins.
  package init(_ body: @escaping @Sendable () -> Value) {
    let fault = FileCall.fault
    Thread.detachNewThread { [self] in
      giveWay()
      let value = FileCall.carrying(fault, body)
      condition.lock()
      result = value
      condition.broadcast()
      condition.unlock()
    }
  }

  /// What came out; nil while it is under way.
  package var value: Value? {
    condition.lock()
    defer { condition.unlock() }
    return result
  }

  /// Waits for what comes out.
  package func wait() -> Value {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result { return result }
      condition.wait()
    }
  }
}

/// Lowers the priority of the current thread.
private func giveWay() {
  #if os(Linux)
    // Linux, unlike POSIX, has a nice value for each thread; 19 is the last.
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
  #else
    Thread.current.qualityOfService = .utility
  #endif
}
