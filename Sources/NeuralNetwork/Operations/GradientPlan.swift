/// Where the gradient of every value stands that somebody asks for.
///
/// A gradient that is written and read in one segment lives in a workspace. Any other waits in the memory of the batch for
/// as long as the segments on the way back need it; those whose times do not meet share their memory.
struct GradientPlan {
  /// The values whose gradient's memory each value shares.
  private let roots: [ValueName: ValueName]
  /// The values whose gradient somebody asks for.
  private let trained: Set<ValueName>
  /// The places of the roots.
  private var places: [ValueName: Place] = [:]

  /// Reserves the gradients of all values.
  init(
    _ stages: [Stage], segments: [Int], layouts: [ValueName: ValueLayout], _ memory: inout MemoryPlan
  ) {
    roots = GradientSharing(stages).roots
    trained = Self.trained(stages)
    let users = Self.users(stages, segments, roots)
    let batchWide = Set(zip(stages, segments).filter { $0.0.isBatchWide }.map { $0.1 })
    // The last pixel of a convolution's input may be followed by the rest of a vector.
    let slack = Set(stages.filter(\.isConvolution).flatMap(\.inputs).map(root))
    var waiting: [(root: ValueName, count: Int, segments: ClosedRange<Int>)] = []
    for root in Set(trained.map(root)).sorted() {
      guard let layout = layouts[root], let first = users[root]?.min(), let last = users[root]?.max() else {
        continue
      }
      let count = layout.elementCount + (slack.contains(root) ? 15 : 0)
      if first == last, !batchWide.contains(first) {
        memory.enter(segment: first)
        places[root] = memory.reserve(count, in: .workspace)
      } else {
        waiting.append((root, count, first...last))
      }
    }
    let shared = memory.reserveShared(waiting.map { ($0.count, $0.segments) })
    for (gradient, place) in zip(waiting, shared) { places[gradient.root] = place }
  }

  /// The place of a value's gradient; nil where nobody asks for it.
  func place(of value: ValueName) -> Place? {
    trained.contains(value) ? places[root(value)] : nil
  }

  private func root(_ value: ValueName) -> ValueName { roots[value, default: value] }

  /// The segments that write or read each root on the way back.
  private static func users(
    _ stages: [Stage], _ segments: [Int], _ roots: [ValueName: ValueName]
  ) -> [ValueName: Set<Int>] {
    var users: [ValueName: Set<Int>] = [:]
    for (index, stage) in stages.enumerated() {
      var (values, own) = (stage.inputs + [stage.result], [segments[index]])
      switch stage.kind {
      // Statistics go through the meeting, no gradients.
      case .meeting: values = []
      // The moments, two stages earlier, make the gradient of the normalization's input from that of its output.
      case .normalization: (values, own) = ([stage.result], [segments[index], segments[index - 2]])
      default: break
      }
      for value in values { users[roots[value, default: value], default: []].formUnion(own) }
    }
    return users
  }

  /// The values whose gradient somebody asks for.
  private static func trained(_ stages: [Stage]) -> Set<ValueName> {
    var trained: Set<ValueName> = []
    for stage in stages where stage.isTrained || stage.inputs.contains(where: trained.contains) {
      trained.insert(stage.result)
    }
    return trained
  }
}
