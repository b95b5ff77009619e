import Foundation
import LinearAlgebra
import NeuralNetwork
import Parallelism

/// Trains and evaluates a model on the threads of an executor.
///
///     try WorkerTeam.withTeam { team in
///       let trainer = try Trainer(model: model, options: TrainingOptions(epochs: 5), executor: team)
///       try trainer.fit(training, validation: validation, onEpoch: { print($0.loss) })
///     }
///
/// The weights that come out follow from the model, the data and the options, bit for bit; not from the threads.
public final class Trainer {
  /// The model.
  public let model: Sequential
  /// The weights, as they are now.
  public let parameters: Parameters
  /// The options.
  public let options: TrainingOptions
  /// The kernels in use.
  public let instructionSet: InstructionSet
  /// The lanes in use.
  public var laneCount: Int { engine.laneCount }

  private let engine: TrainingEngine
  private var step = 0

  /// Plans the network and allocates all memory that training needs.
  ///
  /// - Parameters:
  ///   - model: A classifier that ends in softmax.
  ///   - parameters: The weights to start from, changed in place; nil for new ones from the seed.
  ///   - options: How to train.
  ///   - executor: Whose threads run the tasks.
  /// - Throws: `ModelError` where the model is no classifier, `TrainingError.parameters` where the weights are not its.
  public init(
    model: Sequential, parameters: Parameters? = nil, options: TrainingOptions = TrainingOptions(),
    executor: any TaskExecutor
  ) throws {
    self.model = model
    self.options = options
    if let parameters {
      guard parameters.layout == model.parameterLayout else {
        throw TrainingError.parameters(
          found: parameters.layout.parameterCount, expected: model.parameterLayout.parameterCount)
      }
      self.parameters = parameters
    } else {
      self.parameters = Parameters(layout: model.parameterLayout)
      self.parameters.initialize(seed: options.seed)
    }
    instructionSet = options.instructionSet ?? .best
    engine = try TrainingEngine(
      model: model, parameters: self.parameters, batchSize: options.batchSize,
      laneCount: options.lanes ?? TrainingOptions.defaultLanes, optimizer: options.optimizer,
      seed: options.seed, kernels: instructionSet.kernels, executor: executor)
  }

  /// Trains for the number of epochs in the options, in batches of their size: a flow's own batch size is for those who
  /// iterate it.
  ///
  /// - Parameters:
  ///   - training: The samples to learn from.
  ///   - validation: The samples to judge each epoch by.
  ///   - onEpoch: Called after every epoch; what it throws ends the training.
  ///   - onProgress: Called after every step.
  /// - Throws: `TrainingError`, also where the loss of a step or of the validation is not finite; what a source throws
  ///   that cannot read a sample any more, before a step is taken with it; and what `onEpoch` throws.
  public func fit(
    _ training: some SampleSource, validation: (any SampleSource)? = nil,
    onEpoch: ((EpochMetrics) throws -> Void)? = nil, onProgress: ((StepProgress) -> Void)? = nil
  ) throws {
    try check(training)
    if let validation { try check(validation) }
    var batches = BatchStream(source: training, batchSize: options.batchSize)
    let stepCount = options.stepsPerEpoch ?? batches.batchesPerPass
    for epoch in 0..<options.epochs {
      let start = Date()
      let running = try train(&batches, epoch: epoch, stepCount: stepCount, training, onProgress)
      let evaluation = try validation.map { try losses(of: $0, collecting: nil) }
      // The last step's weights have been in no training loss yet.
      guard evaluation?.loss.isFinite ?? true, parameters.areFinite else {
        throw lossIsNotFinite(epoch: epoch, step: stepCount)
      }
      try onEpoch?(
        EpochMetrics(
          epoch: epoch + 1, loss: running.loss, accuracy: running.accuracy,
          validationLoss: evaluation?.loss, validationAccuracy: evaluation?.accuracy,
          learningRate: engine.optimizer.learningRate, imagesPerSecond: running.imagesPerSecond,
          seconds: Date().timeIntervalSince(start), weightsSHA256: parameters.weightsSHA256()))
    }
  }

  /// One epoch of training steps.
  private func train(
    _ batches: inout BatchStream, epoch: Int, stepCount: Int, _ source: any SampleSource,
    _ onProgress: ((StepProgress) -> Void)?
  ) throws -> RunningMetrics {
    let feeder = BatchFeeder(plan: engine.plan, source: source, buffer: engine.input(0))
    var running = RunningMetrics()
    var batch = batches.next()
    feeder.aim(at: batch.samples, epoch: batch.pass, buffer: engine.input(0))
    source.prepare(batches.upcoming, epoch: batch.pass)
    engine.prepare(feeder)
    try source.requireReadable()
    for index in 0..<stepCount {
      let count = batch.samples.count
      let isLast = index + 1 == stepCount
      if !isLast {
        batch = batches.next()
        feeder.aim(at: batch.samples, epoch: batch.pass, buffer: engine.input((index + 1) % 2))
        source.prepare(batches.upcoming, epoch: batch.pass)
      }
      let terms = engine.train(count: count, input: index % 2, step: step, preparing: isLast ? nil : feeder)
      step += 1
      // The step's own samples were there; those of the next batch have been written meanwhile.
      try source.requireReadable()
      guard terms.loss.isFinite else { throw lossIsNotFinite(epoch: epoch, step: index + 1) }
      running.add(terms, count: count)
      onProgress?(running.progress(epoch: epoch + 1, step: index + 1, stepCount: stepCount))
    }
    return running
  }

  private func lossIsNotFinite(epoch: Int, step: Int) -> TrainingError {
    .lossIsNotFinite(epoch: epoch + 1, step: step, learningRate: engine.optimizer.learningRate)
  }

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

  /// Runs all samples through the network, in their own order and without augmentation's epochs.
  private func losses(
    of source: any SampleSource, collecting collect: ((UnsafeBufferPointer<Float>) -> Void)?
  ) throws -> RunningMetrics {
    let feeder = BatchFeeder(plan: engine.plan, source: source, buffer: engine.input(0))
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

  private func check(_ source: any SampleSource) throws {
    guard source.sampleCount > 0 else { throw TrainingError.noSamples }
    guard source.sampleShape == model.inputShape else {
      throw TrainingError.sampleShape(found: source.sampleShape, expected: model.inputShape)
    }
    guard source.classCount == model.classCount else {
      throw TrainingError.classCount(found: source.classCount, expected: model.classCount)
    }
  }
}
