/// Where a value's memory comes from.
enum Storage: Hashable, Sendable {
  /// A thread's own memory, used anew for each shard: hot in its cache.
  case workspace
  /// Memory for the whole batch: what other shards or a later pass over the lanes read.
  case batch
  /// The batch's input, of which there are two: one is read while the other is filled.
  case input
}

/// The place of a value: for each sample, `stride` floats from `offset` on.
struct Place: Hashable, Sendable {
  let storage: Storage
  let offset: Int
  let stride: Int
}

/// Lays out all memory of a training step before the first one.
///
/// Offsets are multiples of 16 floats. A sample's stride is an odd number of cache lines, so that the same element
/// of many samples does not fall into one set of the cache.
package struct MemoryPlan: Sendable {
  /// The most samples of a shard, by segment; the last is that of all further segments.
  private let shardSizes: [Int]
  /// The most samples of a shard, in the segment that is being laid out.
  package private(set) var shardSize: Int
  /// The most samples of a batch.
  package let batchSize: Int
  /// Floats of one thread's workspace.
  package private(set) var workspaceCount = 0
  /// Floats of the batch's memory.
  package private(set) var batchCount = 0
  /// Floats of one input buffer.
  package private(set) var inputCount = 0
  /// Floats of the weights as the kernels want them.
  package private(set) var packedCount = 0
  /// Floats of one thread's scratch, which each operation uses as it likes.
  package private(set) var scratchCount = 0

  /// Lays out memory for shards of the sizes given, from the first segment on.
  init(shardSizes: [Int], batchSize: Int) {
    precondition(!shardSizes.isEmpty, "A network has at least one segment")
    (self.shardSizes, shardSize, self.batchSize) = (shardSizes, shardSizes[0], batchSize)
  }

  /// Goes to a segment, to lay out what its shards use.
  mutating func enter(segment: Int) { shardSize = shardSizes[min(segment, shardSizes.count - 1)] }

  /// The least whole number of cache lines that hold `count` floats.
  static func aligned(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// The columns of whole panels that hold `columns` of a packed matrix: the widest panel of all instruction sets has 32.
  static func panels(_ columns: Int) -> Int { (columns + 31) / 32 * 32 }

  /// The distance of samples that have `count` floats each.
  private static func stride(for count: Int) -> Int { (aligned(count) / 16 | 1) * 16 }

  /// Reserves `count` floats for each sample.
  mutating func reserve(_ count: Int, in storage: Storage) -> Place {
    let stride = Self.stride(for: count)
    switch storage {
    case .workspace:
      defer { workspaceCount += stride * shardSize }
      return Place(storage: storage, offset: workspaceCount, stride: stride)
    case .batch:
      defer { batchCount += stride * batchSize }
      return Place(storage: storage, offset: batchCount, stride: stride)
    case .input:
      defer { inputCount += stride * batchSize }
      return Place(storage: storage, offset: inputCount, stride: stride)
    }
  }

  /// Reserves memory of the batch for several at once, `count` floats for each sample: those whose times do not meet may
  /// share it.
  ///
  /// The largest choose first, each the first room that is free all of its time.
  mutating func reserveShared(_ requests: [(count: Int, time: ClosedRange<Int>)]) -> [Place] {
    let sizes = requests.map { Self.stride(for: $0.count) * batchSize }
    var offsets = Array(repeating: 0, count: requests.count)
    var placed: [Int] = []
    for index in requests.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) }) {
      let others = placed.filter { requests[$0].time.overlaps(requests[index].time) }
      for other in others.sorted(by: { offsets[$0] < offsets[$1] }) {
        if offsets[index] + sizes[index] <= offsets[other] { break }
        offsets[index] = max(offsets[index], offsets[other] + sizes[other])
      }
      placed.append(index)
    }
    let start = reserveInBatch(placed.map { offsets[$0] + sizes[$0] }.max() ?? 0)
    return requests.indices.map {
      Place(storage: .batch, offset: start + offsets[$0], stride: Self.stride(for: requests[$0].count))
    }
  }

  /// Reserves memory in each workspace that does not grow with the shard, zero at the start.
  mutating func reserveInWorkspace(_ count: Int) -> Int {
    defer { workspaceCount += Self.aligned(count) }
    return workspaceCount
  }

  /// Reserves memory of the batch that does not grow with it.
  mutating func reserveInBatch(_ count: Int) -> Int {
    defer { batchCount += Self.aligned(count) }
    return batchCount
  }

  /// Reserves memory for packed weights, zero at the start.
  mutating func reservePacked(_ count: Int) -> Int {
    defer { packedCount += Self.aligned(count) }
    return packedCount
  }

  /// Sees to it that there is scratch of at least `count` floats.
  mutating func requireScratch(_ count: Int) {
    scratchCount = max(scratchCount, Self.aligned(count))
  }
}
