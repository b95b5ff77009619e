/// How a batch is dealt: evenly to lanes, and in each lane to shards.
///
/// It follows from the size of the batch and the number of lanes, never from the threads: so does the order of every
/// sum, and so do the bits of the result.
struct LanePlan: Hashable, Sendable {
  /// The samples of the batch.
  let count: Int
  /// The lanes that have samples.
  let lanes: Int

  init(count: Int, laneCount: Int) {
    self.count = count
    lanes = min(count, laneCount)
  }

  /// The positions in the batch of a lane's samples.
  func samples(ofLane lane: Int) -> Range<Int> {
    count * lane / lanes..<count * (lane + 1) / lanes
  }
}
