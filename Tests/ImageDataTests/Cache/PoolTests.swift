import Dispatch
import Synchronization
import Testing

@testable import ImageData

@Suite struct PoolTests {
  @Test func `nobody shares a thing, and no more are made than are in use`() {
    let made = Atomic(0)
    final class Thing: Sendable {
      let users = Atomic(0)
    }
    let pool = Pool {
      made.add(1, ordering: .relaxed)
      return Thing()
    }
    DispatchQueue.concurrentPerform(iterations: 1000) { _ in
      pool.withOne { thing in
        #expect(thing.users.add(1, ordering: .relaxed).newValue == 1)
        thing.users.subtract(1, ordering: .relaxed)
      }
    }
    let count = made.load(ordering: .relaxed)
    for _ in 0..<10 { pool.withOne { _ in } }
    #expect(made.load(ordering: .relaxed) == count && count >= 1 && count < 1000)
  }

  @Test func `a thing comes back from a body that throws`() throws {
    let pool = Pool { PixelRoom(3) }
    let first = pool.withOne { $0.start }
    #expect(throws: TestFailure.self) { try pool.withOne { _ in throw TestFailure("thrown") } }
    #expect(pool.withOne { $0.start } == first)
  }
}
