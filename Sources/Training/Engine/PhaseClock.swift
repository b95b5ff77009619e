import Dispatch
import Synchronization

/// Adds up the time that threads spend in each phase of training steps.
///
/// An engine without a clock asks for no time at all; with one, two readings cost some 70 ns for each phase of a
/// shard.
package final class PhaseClock: Sendable {
  /// What a thread works at; what is left of a step is waiting.
  package enum Phase: Sendable, CaseIterable {
    /// Packing the weights, the layers forward and the loss.
    case forward
    /// The layers backward.
    case backward
    /// Summing the lanes' gradients, and the optimizer.
    case reduceAndUpdate
  }

  private let forward = Atomic<UInt64>(0)
  private let backward = Atomic<UInt64>(0)
  private let reduceAndUpdate = Atomic<UInt64>(0)

  /// A clock that has measured nothing.
  package init() {}

  /// Runs `work` and adds the time it takes to a phase.
  @inline(__always)
  func measure(_ phase: Phase, _ work: () -> Void) {
    let start = DispatchTime.now().uptimeNanoseconds
    work()
    let elapsed = DispatchTime.now().uptimeNanoseconds - start
    switch phase {
    case .forward: forward.add(elapsed, ordering: .relaxed)
    case .backward: backward.add(elapsed, ordering: .relaxed)
    case .reduceAndUpdate: reduceAndUpdate.add(elapsed, ordering: .relaxed)
    }
  }

  /// The seconds of all threads in a phase.
  package func seconds(_ phase: Phase) -> Double {
    let nanoseconds =
      switch phase {
      case .forward: forward.load(ordering: .relaxed)
      case .backward: backward.load(ordering: .relaxed)
      case .reduceAndUpdate: reduceAndUpdate.load(ordering: .relaxed)
      }
    return Double(nanoseconds) / 1e9
  }

  /// Begins anew.
  package func reset() {
    forward.store(0, ordering: .relaxed)
    backward.store(0, ordering: .relaxed)
    reduceAndUpdate.store(0, ordering: .relaxed)
  }
}
