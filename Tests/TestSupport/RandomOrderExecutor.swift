import Foundation
import Parallelism
import Synchronization

/// Runs tasks on real threads that claim them in random order: a result that depends on scheduling shows here.
public final class RandomOrderExecutor: TaskExecutor {
  /// How many threads claim the tasks of a batch.
  public let threadCount: Int

  /// An executor of `threads` threads.
  public init(threads: Int = 16) {
    threadCount = threads
  }

  /// Runs body(0, w) ... body(count - 1, w) on new threads, in an order that is drawn anew.
  public func perform(_ count: Int, _ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void) {
    let order = Array(0..<count).shuffled()
    let claimed = Atomic<Int>(0)
    let finished = DispatchGroup()
    for worker in 0..<threadCount {
      finished.enter()
      let thread = Thread {
        while true {
          let position = claimed.add(1, ordering: .relaxed).oldValue
          guard position < count else { break }
          if Bool.random() { sched_yield() }
          body(order[position], worker)
        }
        finished.leave()
      }
      thread.start()
    }
    finished.wait()
  }
}
