import Synchronization
import Testing

@testable import Parallelism

@Test func `the serial executor runs the tasks in order`() {
  let order = Mutex<[Int]>([])
  let executor = SerialExecutor()
  executor.perform(5) { index in order.withLock { $0.append(index) } }
  executor.perform(0) { index in order.withLock { $0.append(-1 - index) } }
  executor.perform(1) { _, worker in order.withLock { $0.append(10 + worker) } }
  #expect(order.withLock { $0 } == [0, 1, 2, 3, 4, 10])
  #expect(executor.threadCount == 1)
}
