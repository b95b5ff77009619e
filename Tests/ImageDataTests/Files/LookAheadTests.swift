import Foundation
import Synchronization
import Testing

@testable import ImageData

@Suite struct LookAheadTests {
  @Test func `numbers are worked on in order`() {
    let done = Mutex<[Int]>([])
    let end = DispatchSemaphore(value: 0)
    let ahead = LookAhead { number in
      done.withLock { $0.append(number) }
      if number == 99 { end.signal() }
    }
    for number in 0..<100 { ahead.add(number) }
    end.wait()
    #expect(done.withLock { $0 } == Array(0..<100))
  }

  /// While the thread is held up, no more than the limit wait; nobody is held up by that.
  @Test func `what is too much is passed over`() {
    let (started, goOn, end) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    let done = Mutex<[Int]>([])
    let ahead = LookAhead { number in
      if number == 0 {
        started.signal()
        goOn.wait()
      }
      done.withLock { $0.append(number) }
      if number == LookAhead.limit { end.signal() }
    }
    ahead.add(0)
    started.wait()
    for number in 1...LookAhead.limit + 50 { ahead.add(number) }
    goOn.signal()
    end.wait()
    #expect(done.withLock { $0 } == Array(0...LookAhead.limit))
  }

  /// What is no longer held on to ends, whatever still waits.
  @Test func `the thread ends with its owner`() {
    final class Witness: Sendable {
      let gone: DispatchSemaphore
      init(_ gone: DispatchSemaphore) { self.gone = gone }
      deinit { gone.signal() }
    }
    let gone = DispatchSemaphore(value: 0)
    do {
      let witness = Witness(gone)
      let ahead = LookAhead { _ in _ = witness }
      for number in 0..<1000 { ahead.add(number) }
    }
    #expect(gone.wait(timeout: .now() + 60) == .success, "the thread keeps the closure")
  }
}
