import LinearAlgebra

/// The layout and the memory of every value of a network, and of its gradient.
///
/// Values that are others under another name share their memory. A value lives in a workspace where nobody needs it
/// outside of the segment that makes it, and that segment is the last, in which a shard goes forward and back in one go; or
/// a normalization makes it, which does so once more on the way back. Else it waits in the memory of the batch.
struct ValuePlan {
  /// The values by their names.
  let values: [ValueName: Value]
  /// The segment of each stage, counted from 0.
  let segments: [Int]
  /// The outputs of normalizations that are computed once more on the way back.
  let renewed: Set<ValueName>
  /// The floats of one sample that each segment goes through, and of the weights that its samples share; empty where neither
  /// statistics of the batch nor many weights cut the network.
  let segmentFloats: [(sample: Int, weights: Int)]

  /// Lays out the values.
  ///
  /// - Parameters:
  ///   - model: The network.
  ///   - stages: Its stages.
  ///   - keepsDeadOutputs: Whether outputs are computed that a later pooling drops.
  ///   - mostWeights: The most weights of several stages that a shard goes through in one go; nil for what a cache holds.
  ///   - memory: Where room is reserved.
  init(
    _ model: Sequential, _ stages: [Stage], keepsDeadOutputs: Bool, mostWeights: Int?,
    _ memory: inout MemoryPlan
  ) {
    let shapes = Self.shapes(model, stages)
    // Statistics are those of whole maps, and those who share a value need not agree what of it is needed.
    let isWhole = keepsDeadOutputs || !model.isStack || stages.contains { $0.isNormalization }
    let places = Self.places(stages)
    let layouts = Self.layouts(shapes, stages, places, keepsDeadOutputs: isWhole)
    let segments = Self.segments(of: stages, mostWeights: mostWeights ?? Self.mostWeights)
    let last = segments.last ?? 0
    let gradients = GradientPlan(stages, segments: segments, layouts: layouts, &memory)

    var values: [ValueName: Value] = [:]
    var ownPlaces: [ValueName: Place] = [:]
    func add(_ name: ValueName, _ storage: Storage, _ segment: Int, _ memory: inout MemoryPlan) {
      guard let layout = layouts[name] else { return }
      let root = places[name, default: name]
      memory.enter(segment: segment)
      let place = ownPlaces[root] ?? memory.reserve((layouts[root] ?? layout).count, in: storage)
      ownPlaces[root] = place
      values[name] = Value(layout: layout, place: place, gradient: gradients.place(of: name))
    }
    add(0, .input, 0, &memory)
    let (local, readBack) = Self.localNormalizations(stages, places, segments)
    renewed = readBack
    for (index, stage) in stages.enumerated() {
      let isLocal = segments[index] == last || local.contains(places[stage.result, default: stage.result])
      add(stage.result, isLocal ? .workspace : .batch, segments[index], &memory)
    }
    self.values = values
    self.segments = segments
    let isCut =
      stages.contains(where: \.isBatchStatistics) || segments != Self.segments(of: stages, mostWeights: .max)
    segmentFloats = isCut ? Self.segmentFloats(stages, segments, layouts) : []
  }

  // MARK: Shapes and layouts

  private static func shapes(_ model: Sequential, _ stages: [Stage]) -> [ValueName: Shape] {
    var shapes: [ValueName: Shape] = [0: model.inputShape]
    for stage in stages { shapes[stage.result] = stage.output }
    return shapes
  }

  /// The layout of every value: the pixels that are needed, and the border that those who take it need.
  private static func layouts(
    _ shapes: [ValueName: Shape], _ stages: [Stage], _ places: [ValueName: ValueName],
    keepsDeadOutputs: Bool
  ) -> [ValueName: ValueLayout] {
    var layouts = shapes.mapValues { ValueLayout($0) }
    // The images come whole in any case, and so do the logits.
    var needed: [ValueName: (height: Int, width: Int)] = [
      0: (layouts[0]?.height ?? 1, layouts[0]?.width ?? 1)
    ]
    if let result = stages.last?.result, let layout = layouts[result] {
      needed[result] = (layout.height, layout.width)
    }
    for stage in stages.reversed() {
      let size = needed[stage.result] ?? (0, 0)
      layouts[stage.result]?.height = size.height
      layouts[stage.result]?.width = size.width
      for (value, shape) in zip(stage.inputs, stage.inputShapes) {
        let whole = ValueLayout(shape)
        let own =
          keepsDeadOutputs
          ? (whole.height, whole.width) : stage.neededInput(height: size.height, width: size.width)
        let before = needed[value] ?? (0, 0)
        needed[value] = (max(before.height, own.0), max(before.width, own.1))
      }
    }
    // A border belongs to the memory: to all names of it.
    for stage in stages {
      guard let value = stage.inputs.first, let size = needed[value], let output = layouts[stage.result],
        let border = stage.border(height: size.height, width: size.width, output: output)
      else { continue }
      let root = places[value, default: value]
      guard var layout = layouts[root] else { continue }
      (layout.top, layout.left) = (border.top, border.left)
      layout.bottom = max(layout.bottom, border.bottom)
      layout.right = max(layout.right, border.right)
      layouts[root] = layout
    }
    for stage in stages {
      let root = places[stage.result, default: stage.result]
      guard root != stage.result, let own = layouts[root], var layout = layouts[stage.result] else {
        continue
      }
      if case .flatten = stage.kind { continue }
      (layout.top, layout.left, layout.bottom, layout.right) = (own.top, own.left, own.bottom, own.right)
      layouts[stage.result] = layout
    }
    return layouts
  }

  // MARK: Names of the same memory

  /// The value whose memory each value shares.
  private static func places(_ stages: [Stage]) -> [ValueName: ValueName] {
    var roots: [ValueName: ValueName] = [:]
    for stage in stages {
      let first = stage.inputs[0]
      if stage.isAlias { roots[stage.result] = roots[first] ?? first }
    }
    return roots
  }

  // MARK: Segments

  /// The most weights of several stages that a shard goes through in one go: half of a second-level cache.
  private static let mostWeights = 1 << 18

  /// The segment of each stage: a meeting of all lanes is one by itself, and a stage begins another whose weights are too
  /// many together with those before it.
  ///
  /// Without a cut a shard is as small as all of its values make it, a single sample at the worst, and all weights come from
  /// far memory for each. A ghost batch is a shard as it is.
  private static func segments(of stages: [Stage], mostWeights: Int) -> [Int] {
    let hasGhosts = stages.contains(where: \.isGhostNormalization)
    var (segment, isEmpty, weights) = (0, true, 0)
    return stages.map { stage in
      if stage.isBatchWide {
        let own = isEmpty ? segment : segment + 1
        (segment, isEmpty, weights) = (own + 1, true, 0)
        return own
      }
      let count = stage.weightCount
      if !isEmpty, !hasGhosts, count > 0, count > mostWeights - weights {
        (segment, weights) = (segment + 1, 0)
      }
      (isEmpty, weights) = (false, weights + count)
      return segment
    }
  }

  /// The outputs of normalizations that nobody takes outside of their segment, and those of them that are read on the way
  /// back.
  ///
  /// From its input, which is read there in any case, such an output is had again at less cost than from far memory.
  private static func localNormalizations(
    _ stages: [Stage], _ places: [ValueName: ValueName], _ segments: [Int]
  ) -> (local: Set<ValueName>, readBack: Set<ValueName>) {
    var local: Set<ValueName> = []
    for stage in stages {
      if case .normalization = stage.kind, places[stage.result] == nil { local.insert(stage.result) }
    }
    var readBack: Set<ValueName> = []
    var makers: [ValueName: Int] = [:]
    for (index, stage) in stages.enumerated() {
      makers[stage.result] = index
      for value in stage.inputs {
        let root = places[value, default: value]
        guard local.contains(root), let maker = makers[root] else { continue }
        if segments[maker] != segments[index] { local.remove(root) }
        // In the last segment a shard goes back before its workspace serves another.
        if stage.readsInputBack, segments[index] != segments.last { readBack.insert(root) }
      }
    }
    return (local, readBack.intersection(local))
  }

  private static func segmentFloats(
    _ stages: [Stage], _ segments: [Int], _ layouts: [ValueName: ValueLayout]
  ) -> [(sample: Int, weights: Int)] {
    var floats = Array(repeating: (sample: 0, weights: 0), count: (segments.last ?? 0) + 1)
    for (stage, segment) in zip(stages, segments) where !stage.isAlias {
      // A value and its gradient.
      floats[segment].sample += 2 * (layouts[stage.result]?.count ?? 0)
      floats[segment].weights += stage.parameters.reduce(0) { $0 + $1.shape.count }
    }
    return floats
  }
}

extension Stage {
  fileprivate var isNormalization: Bool {
    switch kind {
    case .normalization, .ghostNormalization: true
    default: false
    }
  }

  fileprivate var isGhostNormalization: Bool {
    if case .ghostNormalization = kind { true } else { false }
  }

  /// The elements of the kernel that all samples are multiplied with.
  fileprivate var weightCount: Int {
    switch kind {
    case .convolution, .groupedConvolution, .dense: parameters.first?.shape.count ?? 0
    default: 0
    }
  }

  fileprivate var isBatchStatistics: Bool {
    if case .meeting = kind { true } else { false }
  }

  /// Whether the way back reads the input, not only its gradient.
  fileprivate var readsInputBack: Bool {
    switch kind {
    case .pooling, .addition, .concatenation, .dropout, .zeroPadding, .copy, .branch: false
    default: true
    }
  }
}
