/// Something that runs numbered tasks, on one thread or on several.
public protocol TaskExecutor: AnyObject, Sendable {
  /// Runs body(0) ... body(count - 1), each once, on any of the threads and in any order; returns when all are done.
  ///
  /// What was written before the call is visible to the tasks, and what the tasks wrote is visible after it.
  /// Nothing is allocated: pass a closure that was made once. A task does not call `perform` itself.
  func perform(_ count: Int, _ body: @escaping @Sendable (Int) -> Void)

  /// How many threads the tasks may run on.
  var threadCount: Int { get }
}

/// Runs every task on the calling thread, in order.
public final class SerialExecutor: TaskExecutor {
  /// An executor without threads of its own.
  public init() {}

  /// Always 1.
  public var threadCount: Int { 1 }

  /// Runs body(0) ... body(count - 1) in order.
  public func perform(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    for index in 0..<count { body(index) }
  }
}
