import Foundation
import TestSupport
import Testing

@testable import Parallelism

@Test(arguments: [0, 1, 5, 100]) func `every task runs once, in random order, on other threads`(count: Int) {
  let log = Log()
  let here = pthread_self()
  RandomOrderExecutor().perform(count) { index in
    let elsewhere = pthread_equal(pthread_self(), here) == 0
    log.append(elsewhere ? index : -1)
  }
  #expect(log.entries.sorted() == Array(0..<count))
  // One order in 100! is the sorted one.
  if count == 100 { #expect(log.entries != Array(0..<count)) }
}

private final class Log: @unchecked Sendable {
  private(set) var entries: [Int] = []
  private let lock = NSLock()

  func append(_ entry: Int) {
    lock.withLock { entries.append(entry) }
  }
}
