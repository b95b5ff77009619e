/// Which values share the memory of their gradients.
///
/// A sum hands its gradient on as it is, so that its inputs may share it: a tree of values, whose root the sums' last taker
/// writes. But what is written into one of them must not reach others that have yet to be read.
struct GradientSharing {
  /// The stage that makes each value, which reads its gradient last.
  private let makers: [ValueName: Int]
  /// The stages that change a gradient after it was written first: branches add theirs, and a limited sum keeps what passes.
  private let writes: [(stage: Int, value: ValueName)]
  /// The value whose gradient is handed on to each value.
  private var parents: [ValueName: ValueName] = [:]
  /// The values of each tree, by its root.
  private var trees: [ValueName: [ValueName]] = [:]
  /// The value that each value is under another name.
  private let aliases: [ValueName: ValueName]

  /// The value whose gradient's memory each value shares; those that have their own are left out.
  var roots: [ValueName: ValueName] {
    let names = Set(parents.keys).union(aliases.keys)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, root(aliases[$0, default: $0])) })
  }

  init(_ stages: [Stage]) {
    var (makers, aliases) = ([ValueName: Int](), [ValueName: ValueName]())
    for (index, stage) in stages.enumerated() {
      makers[stage.result] = index
      switch stage.kind {
      case .flatten, .moments, .meeting:
        aliases[stage.result] = aliases[stage.inputs[0], default: stage.inputs[0]]
      default: break
      }
    }
    (self.makers, self.aliases) = (makers, aliases)
    writes = stages.enumerated().compactMap { index, stage in
      switch stage.kind {
      case .branch: (index, aliases[stage.inputs[0], default: stage.inputs[0]])
      case .addition(let low) where low > -.infinity: (index, stage.result)
      default: nil
      }
    }
    let inOneGo = Dictionary(uniqueKeysWithValues: stages.normalizationsInOneGo.map { ($1, $0) })
    for (index, stage) in stages.enumerated() {
      switch stage.kind {
      case .normalization:
        // The convolution works its gradient out from that of the normalization's output.
        if let maker = inOneGo[index] { join(stages[maker].result, to: stage.result) }
      case .addition:
        for value in stage.inputs { joinIfSound(value, to: stage.result) }
      default: break
      }
    }
  }

  private func root(_ value: ValueName) -> ValueName {
    var value = value
    while let parent = parents[value] { value = parent }
    return value
  }

  private func tree(_ root: ValueName) -> [ValueName] { trees[root] ?? [root] }

  private mutating func join(_ value: ValueName, to parent: ValueName) {
    parents[value] = parent
    trees[parent] = tree(parent) + tree(value)
    trees[value] = nil
  }

  /// Gives an input of a sum, and all that share its memory, that of the sum's gradient, if that may be.
  private mutating func joinIfSound(_ value: ValueName, to sum: ValueName) {
    // The model's input, another name of a value, and one that is there already, as an input that is taken twice.
    guard value != 0, aliases[value] == nil, parents[value] == nil else { return }
    var joined = self
    joined.join(value, to: sum)
    if joined.isSound(sum) { self = joined }
  }

  /// Whether nobody reads from a tree what was written for another.
  ///
  /// On the way back stages run from the last to the first. Where a value is written, all others of the tree have been read,
  /// but for those that will have their gradient from it.
  private func isSound(_ root: ValueName) -> Bool {
    let tree = tree(root)
    return writes.filter { tree.contains($0.value) }.allSatisfy { stage, written in
      tree.allSatisfy { other in
        other == written || descends(other, from: written) || makers[other].map { $0 > stage } ?? false
      }
    }
  }

  private func descends(_ value: ValueName, from ancestor: ValueName) -> Bool {
    var value = value
    while let parent = parents[value] {
      if parent == ancestor { return true }
      value = parent
    }
    return false
  }
}
