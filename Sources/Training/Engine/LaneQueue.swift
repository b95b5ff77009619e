import Synchronization

/// Hands a batch's lanes to the workers, so that most workers meet the lanes again that they had before.
///
/// Every worker has a block of the lanes: what it left of them in its cache is there when their next segment comes. Who has
/// none left takes one from the other end of another's block. Who works on a lane changes no bit of the result.
final class LaneQueue: Sendable {
  /// The lanes that nobody has taken, a bit for each.
  private let free = Atomic<UInt64>(0)

  /// Fills the queue with the lanes 0 ..< `lanes`, at most 64, while no worker takes any.
  func fill(lanes: Int) {
    precondition((0...64).contains(lanes), "a queue holds 0 ... 64 lanes, found \(lanes)")
    free.store(Self.mask(0..<lanes), ordering: .relaxed)
  }

  /// Takes a lane; there is one left for whoever calls.
  ///
  /// - Parameters:
  ///   - worker: Who takes it.
  ///   - workers: The number of workers.
  ///   - lanes: The number of lanes that the queue was filled with.
  ///   - fromLast: Whether blocks are gone through from their last lane to their first.
  func take(worker: Int, of workers: Int, lanes: Int, fromLast: Bool) -> Int {
    let owners = min(workers, lanes)
    let block = worker < owners ? lanes * worker / owners..<lanes * (worker + 1) / owners : 0..<0
    var seen = free.load(ordering: .relaxed)
    while true {
      let own = seen & Self.mask(block)
      let isFirst = (own != 0) != fromLast
      let choice = own != 0 ? own : seen
      let lane = isFirst ? choice.trailingZeroBitCount : 63 - choice.leadingZeroBitCount
      precondition(seen != 0, "every task of a batch has a lane")
      let (isTaken, found) = free.weakCompareExchange(
        expected: seen, desired: seen & ~(1 << UInt64(lane)), ordering: .relaxed)
      if isTaken { return lane }
      seen = found
    }
  }

  private static func mask(_ lanes: Range<Int>) -> UInt64 {
    guard !lanes.isEmpty else { return 0 }
    return (UInt64.max >> UInt64(64 - lanes.count)) << UInt64(lanes.lowerBound)
  }
}
