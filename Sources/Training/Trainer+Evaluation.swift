import NeuralNetwork

extension Trainer {
  /// Computes loss, predictions and all that follows from them.
  ///
  /// - Throws: `TrainingError` where the samples do not fit the model, or where the loss is not finite; what a source
  ///   throws that cannot read a sample any more.
  public func evaluate(_ source: some SampleSource) throws -> Evaluation {
    let (loss, probabilities) = try run(source)
    guard loss.isFinite else { throw TrainingError.evaluatedLossIsNotFinite }
    return Evaluation(
      loss: loss, classCount: model.classCount, labels: (0..<source.sampleCount).map(source.label),
      probabilities: probabilities)
  }

  /// The probabilities of every sample, (N, K) row by row; not numbers where the network's values overflow.
  ///
  /// - Throws: `TrainingError` where the samples do not fit the model; what a source throws that cannot read a sample any
  ///   more.
  public func predict(_ source: some SampleSource) throws -> [Float] {
    try run(source).probabilities
  }

  private func run(_ source: some SampleSource) throws -> (loss: Double, probabilities: [Float]) {
    try check(source)
    var probabilities: [Float] = []
    probabilities.reserveCapacity(source.sampleCount * model.classCount)
    let running = try losses(of: source) { probabilities.append(contentsOf: $0) }
    return (running.loss, probabilities)
  }

  /// Runs all samples through the network, in their own order and without augmentation's epochs, with the averages of the
  /// weights where they are kept.
  func losses(
    of source: any SampleSource, labelSmoothing: Double = 0,
    collecting collect: ((UnsafeBufferPointer<Float>) -> Void)? = nil
  ) throws -> RunningMetrics {
    exchangeAverages()
    defer { exchangeAverages() }
    let feeder = BatchFeeder(
      plan: engine.plan, source: source, buffer: engine.input(0), labelSmoothing: labelSmoothing)
    let order = Array(0..<source.sampleCount)
    let size = options.batchSize
    var running = RunningMetrics()
    feeder.aim(at: order.prefix(size), epoch: 0, buffer: engine.input(0))
    source.prepare(order.dropFirst(size).prefix(size), epoch: 0)
    engine.prepare(feeder)
    engine.packWeights()
    for (index, first) in stride(from: 0, to: order.count, by: size).enumerated() {
      let count = min(size, order.count - first)
      let next = order[(first + count)...].prefix(size)
      feeder.aim(at: next, epoch: 0, buffer: engine.input((index + 1) % 2))
      source.prepare(order[next.endIndex...].prefix(size), epoch: 0)
      let terms = engine.evaluate(count: count, input: index % 2, preparing: next.isEmpty ? nil : feeder)
      running.add(terms, count: count)
      guard let collect else { continue }
      for sample in 0..<count {
        collect(UnsafeBufferPointer(start: engine.probabilities(of: sample), count: model.classCount))
      }
    }
    try source.requireReadable()
    return running
  }

  /// Lets weights and averages change places: the engine reads its weights from one place.
  private func exchangeAverages() {
    guard let averages = engine.averages else { return }
    for index in 0..<parameters.layout.count {
      (parameters.values[index], averages.values[index]) = (averages.values[index], parameters.values[index])
    }
  }
}
