/// Something that runs numbered tasks, on one thread or on several.
public protocol TaskExecutor: AnyObject, Sendable {
  /// Runs body(0, w) ... body(count - 1, w), each once, on any of the threads and in any order; returns when all are done.
  ///
  /// w is the worker that runs the task, from 0 to `threadCount` - 1: of tasks that run at the same time, each has its own.
  /// What was written before the call is visible to the tasks, and what the tasks wrote is visible after it.
  /// Nothing is allocated: pass a closure that was made once. A task does not call `perform` itself.
  func perform(_ count: Int, _ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void)

  /// How many threads the tasks may run on.
  var threadCount: Int { get }
}

extension TaskExecutor {
  /// Runs body(0) ... body(count - 1) for tasks that need not know who runs them; allocates a closure.
  public func perform(_ count: Int, _ body: @escaping @Sendable (_ task: Int) -> Void) {
    perform(count) { task, _ in body(task) }
  }
}

/// Runs every task on the calling thread, in order.
public final class SerialExecutor: TaskExecutor {
  /// An executor without threads of its own.
  public init() {}

  /// Always 1.
  public var threadCount: Int { 1 }

  /// Runs body(0, 0) ... body(count - 1, 0) in order.
  public func perform(_ count: Int, _ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void) {
    for task in 0..<count { body(task, 0) }
  }
}
