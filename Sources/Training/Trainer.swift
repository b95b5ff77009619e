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
  /// The weights, as the last step left them.
  public let parameters: Parameters
  /// The options.
  public let options: TrainingOptions
  /// What is made small.
  public var loss: Loss { options.loss ?? model.usualLoss }
  /// The kernels in use.
  public let instructionSet: InstructionSet
  /// The lanes in use.
  public var laneCount: Int { engine.laneCount }
  /// How far the training is.
  public internal(set) var position = TrainingPosition()
  /// Set by a callback to end the training with the epoch.
  public var stopsTraining = false
  /// −log p of each training sample's own class when it was last seen, before its step, whatever the loss; NaN for one that
  /// was not seen. A high one may belong to a wrong label.
  public private(set) var sampleCrossentropies: [Float] = []

  let engine: TrainingEngine
  private(set) var isInterrupted = false
  /// Whether the position is that of a checkpoint, where the next `fit` goes on.
  var isResumed = false

  /// Plans the network and allocates all memory that training needs.
  ///
  /// - Parameters:
  ///   - model: A classifier: it ends in softmax or, with one output for two classes, in sigmoid.
  ///   - parameters: The weights to start from, changed in place; nil for new ones from the seed.
  ///   - options: How to train.
  ///   - executor: Whose threads run the tasks.
  /// - Throws: `ModelError` where the model is no classifier or the loss for another kind of output,
  ///   `TrainingError.parameters` where the weights are not its,
  ///   `TrainingError.memory` where the machine, or the control group, has not the memory.
  public convenience init(
    model: Sequential, parameters: Parameters? = nil, options: TrainingOptions = TrainingOptions(),
    executor: any TaskExecutor
  ) throws {
    try self.init(model: model, parameters: parameters, options: options, executor: executor, clock: nil)
  }

  /// The same, with a clock that adds up the time of each phase.
  package init(
    model: Sequential, parameters: Parameters? = nil, options: TrainingOptions, executor: any TaskExecutor,
    clock: PhaseClock?
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
      loss: options.loss,
      seed: options.seed, kernels: instructionSet.kernels, executor: executor, clock: clock,
      clipping: options.clipping, averageMomentum: options.averageMomentum,
      decaysVectors: options.decaysVectors, ghostBatchSize: options.ghostBatchSize,
      accumulates: options.accumulation > 1)
  }

  /// The weights that are evaluated and saved: the averages where they are kept.
  public var weights: Parameters { engine.averages ?? parameters }

  /// η, which callbacks may change; with a schedule, that of the last step.
  public var learningRate: Double {
    get { engine.optimizer.learningRate }
    set { engine.optimizer.learningRate = newValue }
  }

  /// Ends the training after the step, in the middle of the epoch: a checkpoint saved then goes on from there.
  public func interrupt() {
    isInterrupted = true
  }

  /// Trains up to the number of epochs in the options, in batches of their size: a flow's own batch size is for those who
  /// iterate it.
  ///
  /// - Parameters:
  ///   - training: The samples to learn from.
  ///   - validation: The samples to judge each epoch by.
  ///   - callbacks: Called in this order after every step and every epoch; what they throw ends the training.
  ///   - onEpoch: Called after every epoch, after the callbacks; what it throws ends the training.
  ///   - onProgress: Called after every step.
  /// - Throws: `TrainingError`, also where the loss of a step or of the validation is not finite, or a callback's monitor
  ///   is unknown; what a source throws that cannot read a sample any more, before a step is taken with it; and what the
  ///   callbacks and `onEpoch` throw.
  public func fit(
    _ training: some SampleSource, validation: (any SampleSource)? = nil, callbacks: [any Callback] = [],
    onEpoch: ((EpochMetrics) throws -> Void)? = nil, onProgress: ((StepProgress) -> Void)? = nil
  ) throws {
    try check(training)
    if let validation { try check(validation) }
    for callback in callbacks { try callback.monitor?.require(hasValidation: validation != nil) }
    begin(with: training)
    let (batchCount, stepCount) = options.lengthOfEpoch(samples: training.sampleCount)
    var batches = BatchStream(
      source: training, batchSize: options.batchSize,
      skipping: position.epochs * batchCount + min(position.stepsInEpoch * options.accumulation, batchCount))
    for callback in callbacks { try callback.trainingBegan(self) }
    while position.epochs < options.epochs, !stopsTraining {
      if position.stepsInEpoch == 0 {
        for callback in callbacks { try callback.epochBegan(position.epochs, self) }
      }
      let start = Date()
      let running = try train(&batches, batchCount, stepCount, training, callbacks, onProgress)
      if isInterrupted { break }
      let metrics = try finishEpoch(running, start: start, stepCount: stepCount, validation)
      for callback in callbacks { try callback.epochEnded(metrics, self) }
      try onEpoch?(metrics)
    }
    if !isInterrupted { for callback in callbacks { try callback.trainingEnded(self) } }
  }

  /// Begins anew, or where a checkpoint was made.
  private func begin(with source: any SampleSource) {
    if !isResumed {
      let steps = position.steps
      position = TrainingPosition()
      position.steps = steps
    }
    (isResumed, stopsTraining, isInterrupted) = (false, false, false)
    engine.forgetGradient()
    if sampleCrossentropies.count != source.sampleCount {
      sampleCrossentropies = Array(repeating: .nan, count: source.sampleCount)
    }
  }

  /// The training steps of an epoch, or those that are left of it.
  private func train(
    _ batches: inout BatchStream, _ batchCount: Int, _ stepCount: Int, _ source: any SampleSource,
    _ callbacks: [any Callback], _ onProgress: ((StepProgress) -> Void)?
  ) throws -> RunningMetrics {
    var running = RunningMetrics(resuming: position)
    let first = position.stepsInEpoch * options.accumulation
    guard first < batchCount else { return running }
    let feeder = BatchFeeder(
      plan: engine.plan, source: source, buffer: engine.input(0), labelSmoothing: options.labelSmoothing)
    var batch = batches.next()
    feeder.aim(at: batch.samples, epoch: batch.pass, buffer: engine.input(0))
    source.prepare(batches.upcoming, epoch: batch.pass)
    engine.prepare(feeder)
    try source.requireReadable()
    for index in first..<batchCount {
      let (samples, input) = (batch.samples, (index - first) % 2)
      let isLast = index + 1 == batchCount
      let (place, step) = (index % options.accumulation, position.steps)
      let endsStep = isLast || place + 1 == options.accumulation
      if !isLast {
        batch = batches.next()
        feeder.aim(at: batch.samples, epoch: batch.pass, buffer: engine.input(1 - input))
        source.prepare(batches.upcoming, epoch: batch.pass)
      }
      if let schedule = options.schedule { learningRate = schedule.learningRate(step: position.steps) }
      let terms = engine.train(
        count: samples.count, input: input, batch: step * options.accumulation + place,
        endingStep: endsStep ? step : nil, preparing: isLast ? nil : feeder)
      // The step's own samples were there; those of the next batch have been written meanwhile.
      try source.requireReadable()
      guard terms.loss.isFinite else { throw lossIsNotFinite(step: position.stepsInEpoch + 1) }
      running.add(terms, count: samples.count)
      note(samples, source)
      guard endsStep else { continue }
      advance(running)
      onProgress?(
        running.progress(epoch: position.epochs + 1, step: position.stepsInEpoch, stepCount: stepCount))
      for index in 0..<callbacks.count { try callbacks[index].stepEnded(self) }
      if isInterrupted { break }
    }
    return running
  }
}

// MARK: - Between steps and epochs

extension Trainer {
  /// Moves on by a step.
  private func advance(_ running: RunningMetrics) {
    position.steps += 1
    position.stepsInEpoch += 1
    (position.lossSum, position.correct, position.samples) = (
      running.lossSum, running.correct, running.samples
    )
  }

  /// Keeps −log p of the samples of the step.
  private func note(_ samples: ArraySlice<Int>, _ source: any SampleSource) {
    for place in 0..<samples.count {
      let sample = samples[samples.startIndex + place]
      sampleCrossentropies[sample] = -log(engine.probabilities(of: place)[source.label(of: sample)])
    }
  }

  /// Judges the epoch, and moves on to the next.
  private func finishEpoch(
    _ running: RunningMetrics, start: Date, stepCount: Int, _ validation: (any SampleSource)?
  ) throws -> EpochMetrics {
    let evaluation = try validation.map { try losses(of: $0, labelSmoothing: options.labelSmoothing) }
    // The last step's weights have been in no training loss yet.
    guard evaluation?.loss.isFinite ?? true, parameters.areFinite else {
      throw lossIsNotFinite(step: stepCount)
    }
    let steps = position.steps
    let epochs = position.epochs + 1
    position = TrainingPosition()
    (position.steps, position.epochs) = (steps, epochs)
    return EpochMetrics(
      epoch: epochs, loss: running.loss, accuracy: running.accuracy, validationLoss: evaluation?.loss,
      validationAccuracy: evaluation?.accuracy, learningRate: learningRate,
      imagesPerSecond: running.imagesPerSecond, seconds: Date().timeIntervalSince(start),
      weightsSHA256: weights.weightsSHA256())
  }

  private func lossIsNotFinite(step: Int) -> TrainingError {
    .lossIsNotFinite(epoch: position.epochs + 1, step: step, learningRate: learningRate)
  }

  func check(_ source: any SampleSource) throws {
    guard source.sampleCount > 0 else { throw TrainingError.noSamples }
    guard source.sampleShape == model.inputShape else {
      throw TrainingError.sampleShape(found: source.sampleShape, expected: model.inputShape)
    }
    guard source.classCount == model.classCount else {
      throw TrainingError.classCount(found: source.classCount, expected: model.classCount)
    }
  }
}
