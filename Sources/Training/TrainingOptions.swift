import LinearAlgebra
import NeuralNetwork

/// How a model is trained.
public struct TrainingOptions: Sendable {
  /// The number of epochs, 10 by default.
  public var epochs: Int
  /// The samples of a batch, 32 by default; the last batch of an epoch may have fewer.
  public var batchSize: Int
  /// The batches whose gradients make one step, 1 by default: a step is then as if on a batch so many times as large. The
  /// gradient is divided by the samples of them all, so that a smaller last batch weighs as many as it has; the last step
  /// of a pass may have fewer batches.
  public var accumulation: Int
  /// The steps of an epoch; nil for one pass over the data. The data goes on where the epoch before left it.
  public var stepsPerEpoch: Int?
  /// The optimizer, Adam by default.
  public var optimizer: any Optimizer
  /// What is made small; nil, the default, for what the model's output asks for: binary crossentropy for one output,
  /// else categorical crossentropy.
  public var loss: Loss?
  /// The learning rate of each step; nil, the default, for the optimizer's own.
  public var schedule: (any LearningRateSchedule)?
  /// How gradients are limited; nil, the default, for not at all.
  public var clipping: GradientClipping?
  /// Whether weight decay shrinks biases too, and what scales and moves a normalization: parameters with one axis; not by
  /// default.
  public var decaysVectors: Bool
  /// The most samples whose statistics a batch normalization takes together, at least 2; nil, the default, for the whole batch
  /// as Keras does. A batch's samples are dealt to lanes first, so that there may be fewer.
  public var ghostBatchSize: Int?
  /// m of the exponential moving average of the weights, a ← m a + (1 − m) w after each step, such as 0.99; the averages
  /// are then what is evaluated and saved. Nil, the default, for none.
  ///
  /// - Source: `keras/src/optimizers/base_optimizer.py`: `use_ema`, `ema_momentum`; the average begins at the weights
  ///   after the first step.
  public var averageMomentum: Double?
  /// s: targets t become t (1 − s) + s / K, in training and for the validation loss; 0 by default. For crossentropies.
  ///
  /// - Source: `keras/src/losses/losses.py`, `CategoricalCrossentropy(label_smoothing)`.
  public var labelSmoothing: Double
  /// The seed of the initial weights and of dropout, 0 by default.
  public var seed: UInt64
  /// The lanes that a batch is dealt to, 1 to 16; nil for the default. It fixes the order of the sums.
  public var lanes: Int?
  /// The kernels in use; nil for the best that the processor has.
  public var instructionSet: InstructionSet?

  /// Creates options.
  public init(
    epochs: Int = 10, batchSize: Int = 32, accumulation: Int = 1, stepsPerEpoch: Int? = nil,
    optimizer: any Optimizer = Adam(), loss: Loss? = nil, schedule: (any LearningRateSchedule)? = nil,
    clipping: GradientClipping? = nil, decaysVectors: Bool = false, ghostBatchSize: Int? = nil,
    averageMomentum: Double? = nil, labelSmoothing: Double = 0, seed: UInt64 = 0, lanes: Int? = nil,
    instructionSet: InstructionSet? = nil
  ) {
    precondition(epochs >= 0 && batchSize >= 1, "at least 0 epochs of batches of at least 1")
    precondition(accumulation >= 1, "a step is at least 1 batch")
    precondition(stepsPerEpoch ?? 1 >= 1 && (1...Self.mostLanes).contains(lanes ?? 1))
    precondition((0..<1).contains(averageMomentum ?? 0), "the momentum of averages is at least 0 and below 1")
    precondition((0...1).contains(labelSmoothing), "label smoothing is from 0 to 1")
    precondition(
      labelSmoothing == 0 || loss?.allowsLabelSmoothing ?? true,
      "\(loss?.rawValue ?? "") takes targets as they are")
    self.epochs = epochs
    self.batchSize = batchSize
    self.accumulation = accumulation
    self.stepsPerEpoch = stepsPerEpoch
    self.optimizer = optimizer
    self.loss = loss
    self.schedule = schedule
    self.clipping = clipping
    self.decaysVectors = decaysVectors
    self.ghostBatchSize = ghostBatchSize
    self.averageMomentum = averageMomentum
    self.labelSmoothing = labelSmoothing
    self.seed = seed
    self.lanes = lanes
    self.instructionSet = instructionSet
  }

  /// The most lanes: each has a gradient buffer, and the reduction reads them all.
  public static let mostLanes = 16

  /// The lanes where none are asked for.
  public static let defaultLanes = 8
}

extension TrainingOptions {
  /// The batches and the steps of an epoch over so many samples.
  public func lengthOfEpoch(samples: Int) -> (batches: Int, steps: Int) {
    if let stepsPerEpoch { return (stepsPerEpoch * accumulation, stepsPerEpoch) }
    let batches = BatchStream.batchesPerPass(of: samples, batchSize: batchSize)
    return (batches, (batches + accumulation - 1) / accumulation)
  }
}
