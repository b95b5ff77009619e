import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A computation on a thread of its own that takes, before others, what processor time is left over.
///
/// A tenth of a processor is its share where every processor is busy, so that it ends.
package final class BackgroundTask<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var result: Value?

  /// Begins.
  package init(_ body: @escaping @Sendable () -> Value) {
    let fault = FileCall.fault
    Thread.detachNewThread { [self] in
      giveWay()
      let value = FileCall.$fault.withValue(fault, operation: body)
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
    // Linux, unlike POSIX, has a nice value for each thread; 10 is a tenth of the share of 0.
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
  #else
    Thread.current.qualityOfService = .utility
  #endif
}
