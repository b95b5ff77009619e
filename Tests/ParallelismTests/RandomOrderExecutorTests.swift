import Foundation
import Synchronization
import Testing

@testable import Parallelism

@Test(arguments: [0, 1, 5, 100]) func `every task runs once, in random order, on other threads`(count: Int) {
  let runs = Mutex<[Int]>([])
  let here = pthread_self()
  RandomOrderExecutor().perform(count) { index in
    let elsewhere = pthread_equal(pthread_self(), here) == 0
    runs.withLock { $0.append(elsewhere ? index : -1) }
  }
  #expect(runs.withLock { $0 }.sorted() == Array(0..<count))
  // One order in 100! is the sorted one.
  if count == 100 { #expect(runs.withLock { $0 } != Array(0..<count)) }
}
