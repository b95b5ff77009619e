import Kernels

/// What a batch normalization is made of, besides its place in the network.
struct BatchStatistics: Sendable {
  /// C.
  let channels: Int
  /// ε, which is added to the variance.
  let epsilon: Double
  /// m of the moving statistics: moving ← m · moving + (1 − m) · the batch's.
  let momentum: Double
  /// The places of γ and β in the parameter buffer, where there are any.
  let gamma: Int?
  let beta: Int?
  /// The places of the moving mean and variance.
  let movingMean: Int
  let movingVariance: Int
  /// Tells it apart from others of the network.
  let index: Int
  /// Whether the moving statistics are taken while training, too, and stay as they are: Keras' `trainable = False`.
  let isFrozen: Bool

  init(
    _ layer: BatchNormalization, channels: Int, parameters: [ParameterEntry], index: Int, isFrozen: Bool
  ) {
    func offset(_ suffix: String) -> Int? {
      parameters.first { $0.description.suffix == suffix }?.offset
    }
    self.channels = channels
    epsilon = layer.epsilon
    momentum = layer.momentum
    gamma = offset("gamma")
    beta = offset("beta")
    movingMean = offset("moving_mean") ?? 0
    movingVariance = offset("moving_variance") ?? 0
    self.index = index
    self.isFrozen = isFrozen
  }
}

/// The memory of a batch normalization.
struct BatchStatisticsMemory: Sendable {
  /// For each sample: the mean of each channel, then Σ (x − mean)².
  let moments: Place
  /// For each sample: Σ g of each channel, then Σ g (x − μ); g is the gradient of the normalization's output.
  let gradients: Place
  /// What is known of all samples whose statistics are taken together.
  private let common: Common
  /// The distance of the numbers of one kind.
  let row: Int

  /// Where it stands: once for the batch, or with the first sample of each shard.
  private enum Common {
    case ofBatch(Int)
    case ofShards(Place)
  }

  init(channels: Int, isOfShards: Bool, _ memory: inout MemoryPlan) {
    row = MemoryPlan.aligned(channels)
    moments = memory.reserve(2 * row, in: .batch)
    gradients = memory.reserve(2 * row, in: .batch)
    common =
      isOfShards
      ? .ofShards(memory.reserve(10 * row, in: .batch)) : .ofBatch(memory.reserveInBatch(10 * row))
  }

  /// μ, the factors γ / √(σ² + ε), the offsets β, which the normalization reads; then 1 / √(σ² + ε).
  @inline(__always)
  func line(_ shard: Shard) -> UnsafeMutablePointer<Float> {
    switch common {
    case .ofBatch(let place): shard.batch + place
    case .ofShards(let place): shard.pointer(place, 0)
    }
  }

  /// The same as the kernels take it.
  @inline(__always)
  func lines(_ shard: Shard) -> ChannelLine {
    let line = line(shard)
    return ChannelLine(centers: line, factors: line + row, offsets: line + 2 * row)
  }

  /// What the way back reads, too: the slopes of x − μ, then the shifts.
  @inline(__always)
  func backLine(_ shard: Shard) -> UnsafeMutablePointer<Float> { line(shard) + 4 * row }

  /// Two sums in double precision for each channel.
  @inline(__always)
  func sums(_ shard: Shard) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(line(shard) + 6 * row).assumingMemoryBound(to: Double.self)
  }
}
