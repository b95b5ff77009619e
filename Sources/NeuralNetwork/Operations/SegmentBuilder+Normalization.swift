/// The four kinds of stages that make a batch normalization.
extension SegmentBuilder {
  /// What the convolution at `index` works its output's gradient out from; nil where it is stored like any other.
  mutating func normalizedGradient(behind index: Int) -> NormalizedGradient? {
    guard let follower = inOneGo[index], case .normalization(let layer, _, _) = stages[follower].kind else {
      return nil
    }
    return gradient(ofInputOf: layer, memory(of: layer))
  }

  /// Each shard's sums.
  mutating func addMoments(_ index: Int, _ layer: BatchStatistics) {
    let own = memory(of: layer)
    let isInOneGo = index > 0 && inOneGo[index - 1] == index + 2
    operations.append(
      MomentsOperation(
        name: stages[index].name, value: value(stages[index].result), statistics: layer, memory: own,
        gradient: isInOneGo ? nil : gradient(ofInputOf: layer, own)))
  }

  /// The statistics of the whole batch, for which all lanes meet.
  mutating func addMeeting(_ stage: Stage, _ layer: BatchStatistics) {
    segments.append(
      .batchStatistics(
        BatchStatisticsOperation(
          name: stage.name, statistics: layer, value: value(stage.result), memory: memory(of: layer))))
  }

  /// The values that follow from them.
  mutating func addNormalization(_ stage: Stage, _ layer: BatchStatistics, low: Float, high: Float) {
    operations.append(
      NormalizationOperation(
        name: stage.name, input: value(stage.inputs[0]), output: value(stage.result),
        memory: memory(of: layer), low: low, high: high, isRenewed: plan.renewed.contains(stage.result)))
  }

  /// All of it in one operation, where every shard has statistics of its own.
  mutating func addGhostNormalization(_ stage: Stage, _ layer: BatchStatistics, low: Float, high: Float) {
    let own = BatchStatisticsMemory(channels: layer.channels, isOfShards: true, &memory)
    let (given, output) = (value(stage.inputs[0]), value(stage.result))
    // Where nobody asks for the gradient of the input, γ and β do.
    let input = Value(
      layout: given.layout, place: given.place,
      gradient: given.gradient ?? memory.reserve(given.layout.elementCount, in: .batch))
    let statistics = BatchStatisticsOperation(
      name: stage.name, statistics: layer, value: input, memory: own)
    ghostStatistics.append(statistics)
    operations.append(
      GhostNormalizationOperation(
        name: stage.name,
        moments: MomentsOperation(
          name: stage.name, value: input, statistics: layer, memory: own,
          gradient: output.gradient.map {
            NormalizedGradient(value: input, dOutput: $0, memory: own, low: low, high: high)
          }),
        statistics: statistics,
        normalization: NormalizationOperation(
          name: stage.name, input: input, output: output, memory: own, low: low, high: high,
          isRenewed: false)))
  }

  /// The memory of a layer's statistics, reserved by the first stage that asks for it.
  private mutating func memory(of layer: BatchStatistics) -> BatchStatisticsMemory {
    if let own = statistics[layer.index] { return own }
    let own = BatchStatisticsMemory(channels: layer.channels, isOfShards: false, &memory)
    statistics[layer.index] = own
    return own
  }

  /// The gradient of a normalization's input, as it follows from that of its output; nil where nobody asks for it.
  private func gradient(
    ofInputOf layer: BatchStatistics, _ memory: BatchStatisticsMemory
  ) -> NormalizedGradient? {
    for stage in stages {
      guard case .normalization(let found, let low, let high) = stage.kind, found.index == layer.index,
        let dOutput = value(stage.result).gradient
      else { continue }
      return NormalizedGradient(
        value: value(stage.inputs[0]), dOutput: dOutput, memory: memory, low: low, high: high)
    }
    return nil
  }
}
