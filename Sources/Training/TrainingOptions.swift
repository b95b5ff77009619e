import LinearAlgebra
import NeuralNetwork

/// How a model is trained.
public struct TrainingOptions: Sendable {
  /// The number of epochs, 10 by default.
  public var epochs: Int
  /// The samples of a batch, 32 by default; the last batch of an epoch may have fewer.
  public var batchSize: Int
  /// The steps of an epoch; nil for one pass over the data. The data goes on where the epoch before left it.
  public var stepsPerEpoch: Int?
  /// The optimizer, Adam by default.
  public var optimizer: any Optimizer
  /// The seed of the initial weights and of dropout, 0 by default.
  public var seed: UInt64
  /// The lanes that a batch is dealt to, 1 to 16; nil for the default. It fixes the order of the sums.
  public var lanes: Int?
  /// The kernels in use; nil for the best that the processor has.
  public var instructionSet: InstructionSet?

  /// Creates options.
  public init(
    epochs: Int = 10, batchSize: Int = 32, stepsPerEpoch: Int? = nil, optimizer: any Optimizer = Adam(),
    seed: UInt64 = 0, lanes: Int? = nil, instructionSet: InstructionSet? = nil
  ) {
    precondition(epochs >= 0 && batchSize >= 1, "at least 0 epochs of batches of at least 1")
    precondition(stepsPerEpoch ?? 1 >= 1 && (1...Self.mostLanes).contains(lanes ?? 1))
    self.epochs = epochs
    self.batchSize = batchSize
    self.stepsPerEpoch = stepsPerEpoch
    self.optimizer = optimizer
    self.seed = seed
    self.lanes = lanes
    self.instructionSet = instructionSet
  }

  /// The most lanes: each has a gradient buffer, and the reduction reads them all.
  public static let mostLanes = 16

  /// The lanes where none are asked for.
  public static let defaultLanes = 8
}
