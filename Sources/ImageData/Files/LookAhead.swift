import Dispatch
import Foundation
import Synchronization

/// Does something for numbers on a thread of its own, in the order in which they come; for what may block, such as
/// fetching from a disk what is about to be used.
///
/// Nobody waits for it, and a number that comes when too many wait already is passed over: what it does must only help.
final class LookAhead: Sendable {
  private let shared: Shared

  /// What the thread holds on to: the object itself may go while it works.
  private final class Shared: Sendable {
    struct State {
      var numbers: [Int] = []
      var next = 0
      var hasThread = false
      var hasEnded = false
    }

    let state = Mutex(State())
    let arrivals = DispatchSemaphore(value: 0)
    let work: @Sendable (Int) -> Void

    init(_ work: @escaping @Sendable (Int) -> Void) {
      self.work = work
    }
  }

  /// The most numbers that wait.
  static let limit = 4096

  init(_ work: @escaping @Sendable (Int) -> Void) {
    shared = Shared(work)
  }

  deinit {
    shared.state.withLock { $0.hasEnded = true }
    shared.arrivals.signal()
  }

  /// Adds a number; the first one starts the thread.
  func add(_ number: Int) {
    let (isTaken, isFirst) = shared.state.withLock { state in
      guard state.numbers.count - state.next < Self.limit else { return (false, false) }
      // Where the queue never runs empty, what is done is cleared away now and then.
      if state.next == state.numbers.count || state.next >= Self.limit {
        state.numbers.removeFirst(state.next)
        state.next = 0
      }
      state.numbers.append(number)
      defer { state.hasThread = true }
      return (true, !state.hasThread)
    }
    guard isTaken else { return }
    shared.arrivals.signal()
    if isFirst { Thread.detachNewThread { [shared] in Self.serve(shared) } }
  }

  private static func serve(_ shared: Shared) {
    while true {
      shared.arrivals.wait()
      let number = shared.state.withLock { state -> Int? in
        guard !state.hasEnded, state.next < state.numbers.count else { return nil }
        defer { state.next += 1 }
        return state.numbers[state.next]
      }
      guard let number else { return }
      shared.work(number)
    }
  }
}
