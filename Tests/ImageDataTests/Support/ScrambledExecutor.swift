import Foundation
import Parallelism
import Synchronization

/// Runs each batch on several real threads that claim tasks in a random order: what depends on the order shows.
final class ScrambledExecutor: TaskExecutor {
  let threadCount: Int

  init(threads: Int) {
    threadCount = threads
  }

  func perform(_ count: Int, _ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void) {
    let tasks = Array(0..<count).shuffled()
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threadCount) { worker in
      while true {
        let claimed = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard claimed < count else { return }
        body(tasks[claimed], worker)
      }
    }
  }
}
