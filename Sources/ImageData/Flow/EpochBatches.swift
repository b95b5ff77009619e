import LinearAlgebra

/// Some images and their classes.
public struct ImageBatch: Sendable {
  /// The images as the network sees them.
  ///
  /// - Shapes: N x H x W x C.
  public let images: Tensor<Float>
  /// The class of each image; of mixed ones the class of the first.
  public let labels: [Int]
  /// How much each image shows of each class.
  ///
  /// - Shapes: N x K.
  public let targets: Tensor<Float>
  /// The position of each image in the data set.
  public let indices: [Int]
}

/// The batches of one epoch, made as they are asked for. Every image comes once; the last batch may be smaller.
public struct EpochBatches: Sequence, Sendable {
  private let flow: ImageFlow
  private let epoch: Int
  private let order: [Int]

  init(flow: ImageFlow, epoch: Int) {
    self.flow = flow
    self.epoch = epoch
    order = flow.order(epoch: epoch)
  }

  /// The number of batches.
  public var underestimatedCount: Int { flow.batchCount }

  /// One batch, by its position in the epoch.
  public subscript(position: Int) -> ImageBatch {
    precondition(position >= 0 && position < flow.batchCount, "There is no batch \(position)")
    let start = position * flow.batchSize
    let samples = Array(order[start..<Swift.min(start + flow.batchSize, order.count)])
    let shape = flow.sampleShape
    let pixels = [Float](unsafeUninitializedCapacity: samples.count * shape.count) { buffer, count in
      if let start = buffer.baseAddress {
        for (place, sample) in samples.enumerated() {
          flow.write(
            sample: sample, epoch: epoch, to: start + place * shape.count, rowStride: shape[1] * shape[2])
        }
      }
      count = samples.count * shape.count
    }
    let classes = flow.classCount
    let targets = [Float](unsafeUninitializedCapacity: samples.count * classes) { buffer, count in
      if let start = buffer.baseAddress, classes > 0 {
        for (place, sample) in samples.enumerated() {
          flow.writeTarget(sample: sample, epoch: epoch, to: start + place * classes)
        }
      }
      count = samples.count * classes
    }
    return ImageBatch(
      images: Tensor(shape: Shape([samples.count] + shape.dimensions), scalars: pixels),
      labels: samples.map(flow.label),
      targets: Tensor(shape: [samples.count, classes], scalars: targets), indices: samples)
  }

  /// Goes through the batches in order.
  public func makeIterator() -> Iterator {
    Iterator(batches: self, count: flow.batchCount)
  }

  /// Goes through the batches in order.
  public struct Iterator: IteratorProtocol {
    private let batches: EpochBatches
    private let count: Int
    private var position = 0

    init(batches: EpochBatches, count: Int) {
      self.batches = batches
      self.count = count
    }

    /// The next batch, or `nil` at the end of the epoch.
    public mutating func next() -> ImageBatch? {
      guard position < count else { return nil }
      defer { position += 1 }
      return batches[position]
    }
  }
}
