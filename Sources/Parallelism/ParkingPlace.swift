import Foundation
import Synchronization

/// Where threads sleep until a condition on atomics may hold.
///
/// The one who makes the condition true stores the atomic with sequential consistency, then calls `wakeOne` or
/// `wakeAll`; these cost one load where nobody sleeps. The order of (store, load of `sleepers`) there and of
/// (increment of `sleepers`, load of the condition) here lets no wake-up be lost.
final class ParkingPlace: Sendable {
  private let sleepers = Atomic<Int>(0)
  private let condition = NSCondition()

  /// Sleeps until `isReady`, which loads with sequential consistency.
  func sleep(until isReady: () -> Bool) {
    condition.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !isReady() { condition.wait() }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    condition.unlock()
  }

  func wakeOne() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    condition.lock()
    condition.signal()
    condition.unlock()
  }

  func wakeAll() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
