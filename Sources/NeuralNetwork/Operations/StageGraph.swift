/// What follows from who takes which value.
extension [Stage] {
  /// The stages that take each value, by their places.
  var takers: [ValueName: [Int]] {
    var takers: [ValueName: [Int]] = [:]
    for (index, stage) in enumerated() {
      for value in stage.inputs { takers[value, default: []].append(index) }
    }
    return takers
  }

  /// The batch normalizations whose input's gradient is worked out by the stage that makes this input: a convolution right
  /// before them that nobody else takes. From the stage of the convolution to that of the normalization.
  var normalizationsInOneGo: [Int: Int] {
    let takers = takers
    var result: [Int: Int] = [:]
    for index in indices.dropFirst(3) {
      guard case .normalization = self[index].kind, case .meeting = self[index - 1].kind,
        case .moments = self[index - 2].kind, self[index - 2].inputs[0] == self[index - 3].result,
        takers[self[index - 3].result]?.count == 1
      else { continue }
      switch self[index - 3].kind {
      case .convolution(_, _, .linear, pool: nil), .depthwise(_, _, .linear): result[index - 3] = index
      default: break
      }
    }
    return result
  }

  /// The same with a stage for every further taker of a value, where its gradient is added to that of the others.
  ///
  /// The last taker in the order of the stages is the first on the way back: it writes the gradient, the others add theirs.
  /// A taker that needs another border around the value in memory has a copy.
  func withBranches() -> [Stage] {
    let takers = takers
    var next = (map(\.result).max() ?? 0) + 1
    var result: [Stage] = []
    for (index, stage) in enumerated() {
      var stage = stage
      for place in stage.inputs.indices {
        let value = stage.inputs[place]
        guard let all = takers[value], all.count > 1 else { continue }
        func pass(_ kind: Stage.Kind) {
          result.append(
            Stage(
              name: stage.name, kind: kind, inputs: [stage.inputs[place]], result: next,
              inputShapes: [stage.inputShapes[place]], output: stage.inputShapes[place], parameters: []))
          stage.inputs[place] = next
          next += 1
        }
        let isLast = all.last == index && stage.inputs.lastIndex(of: value) == place
        if !isLast { pass(.branch) }
        if stage.needsOwnBorder(besides: all.map { self[$0] }) { pass(.copy) }
      }
      result.append(stage)
    }
    return result
  }
}

extension Stage {
  /// Whether the border that this stage needs around its input is another than that of one of those before it.
  fileprivate func needsOwnBorder(besides takers: [Stage]) -> Bool {
    let others = takers.prefix { $0.result != result }
    func corner(_ stage: Stage) -> [Int]? {
      if case .flatten = stage.kind { return [0, 0] }
      return stage.borderedWindow.map {
        [$0.window.vertical.paddingBefore, $0.window.horizontal.paddingBefore]
      }
    }
    guard let own = corner(self) else { return false }
    if case .flatten = kind, takers.contains(where: { $0.borderedWindow != nil }) { return true }
    guard let first = others.lazy.compactMap(corner).first else { return false }
    return first != own
  }
}
