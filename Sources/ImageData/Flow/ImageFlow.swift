import LinearAlgebra
import Parallelism

/// The batches of a data set, epoch after epoch: shuffled, augmented, rescaled.
///
/// A flow has no state. Everything in it is a function of the epoch, so epochs and samples can be asked for in any order
/// and from any thread.
public struct ImageFlow: Sendable {
  /// The images.
  public let dataset: ImageDataset
  /// How they are changed before each use.
  public let generator: ImageDataGenerator
  /// The number of images of a batch; the last of an epoch may have fewer.
  public let batchSize: Int
  /// Whether each epoch has an order of its own.
  public let shuffle: Bool
  /// The seed of orders and transforms.
  public let seed: UInt64
  /// What the loss of an image of each class is multiplied by; nil for 1.
  public let classWeights: [Float]?
  /// What the loss of each image is multiplied by besides; nil for 1.
  public let sampleWeights: [Float]?

  /// What happens to every image instead of anything drawn; nil for what the generator draws.
  public private(set) var fixedTransform: ImageTransform?

  private let application: TransformApplication
  private let mixer: ImageMixer?

  /// Creates a flow.
  ///
  /// - Precondition: A generator with featurewise standardization has the statistics of its data: `fit(_:)` was called.
  public init(
    _ dataset: ImageDataset, generator: ImageDataGenerator = ImageDataGenerator(), batchSize: Int = 32,
    shuffle: Bool = true, seed: UInt64 = 0, classWeights: [Float]? = nil, sampleWeights: [Float]? = nil
  ) {
    precondition(batchSize > 0, "A batch has at least one image, not \(batchSize)")
    precondition(
      classWeights.map { $0.count == dataset.classNames.count } ?? true, "Each class needs one weight")
    precondition(sampleWeights.map { $0.count == dataset.count } ?? true, "Each image needs one weight")
    self.dataset = dataset
    self.generator = generator
    self.batchSize = batchSize
    self.shuffle = shuffle
    self.seed = seed
    self.classWeights = classWeights
    self.sampleWeights = sampleWeights
    application = TransformApplication(
      size: dataset.size, channels: dataset.channels, geometry: generator.geometry,
      standardization: generator.standardization, hasOperations: generator.randAugment != nil)
    mixer = generator.mixing.map {
      ImageMixer($0, count: dataset.height * dataset.width * dataset.channels)
    }
  }

  /// The number of images, N.
  public var sampleCount: Int { dataset.count }

  /// The number of batches of an epoch: ⌈N / batch size⌉.
  public var batchCount: Int { (sampleCount + batchSize - 1) / batchSize }

  /// The shape of one image: [H, W, C].
  public var sampleShape: Shape { [dataset.height, dataset.width, dataset.channels] }

  /// The name of each label.
  public var classNames: [String] { dataset.classNames }

  /// The number of classes.
  public var classCount: Int { dataset.classNames.count }

  /// The class of each image.
  public var labels: [Int] { dataset.labels }

  /// The class of one image.
  public func label(of sample: Int) -> Int {
    dataset.labels[sample]
  }

  /// What the loss of one image is multiplied by: its weight and that of its class, also where it is mixed with another
  /// image.
  public func weight(of sample: Int) -> Float {
    (classWeights?[dataset.labels[sample]] ?? 1) * (sampleWeights?[sample] ?? 1)
  }

  /// The order of the samples in an epoch: a permutation of `0..<sampleCount`, the identity without shuffling.
  ///
  /// Fisher and Yates: from the last place to the second, each takes one of the samples that are left before it.
  ///
  /// - Parameter epoch: The epoch, from 0.
  public func order(epoch: Int) -> [Int] {
    var order = Array(0..<sampleCount)
    guard shuffle else { return order }
    var numbers = RandomNumbers(
      seed: seed, purpose: .shuffle, stream: UInt32(truncatingIfNeeded: epoch) & 0xFF_FFFF
    ).sequence(0, 0)
    for place in order.indices.dropFirst().reversed() {
      order.swapAt(place, numbers.nextIndex(below: place + 1))
    }
    return order
  }

  /// The same images with one transform of all in every epoch, in the place of those that are drawn.
  public func applying(_ transform: ImageTransform) -> ImageFlow {
    var flow = self
    flow.fixedTransform = transform
    return flow
  }

  /// What happens to one image in one epoch.
  public func transform(sample: Int, epoch: Int) -> ImageTransform {
    fixedTransform
      ?? generator.randomTransform(
        seed: seed, epoch: epoch, identifier: dataset.identifiers[sample], size: dataset.size)
  }

  /// Writes how much an image shows of each class, K numbers whose sum is 1: 1 for its own, unless it is mixed.
  public func writeTarget(sample: Int, epoch: Int, to target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: classCount)
    guard let draw = mixingDraw(sample: sample, epoch: epoch) else {
      target[label(of: sample)] = 1
      return
    }
    target[label(of: sample)] += Float(draw.share)
    target[label(of: draw.partner)] += Float(1 - draw.share)
  }

  /// What one image is mixed with in one epoch.
  func mixingDraw(sample: Int, epoch: Int) -> SampleMixing.Draw? {
    generator.mixing?.draw(
      seed: seed, epoch: epoch, identifier: dataset.identifiers[sample], count: sampleCount,
      size: dataset.size)
  }

  /// Writes one image as the network sees it: augmented, rescaled, mixed, H rows of W pixels of C floats.
  ///
  /// May be called from many threads at once. Allocates nothing where images are kept in memory or in a file.
  ///
  /// - Parameters:
  ///   - sample: The image.
  ///   - epoch: The epoch, from 0.
  ///   - pixels: Where the first row goes.
  ///   - rowStride: The distance of rows in floats, at least W C.
  public func write(sample: Int, epoch: Int, to pixels: UnsafeMutablePointer<Float>, rowStride: Int) {
    writeUnmixed(sample: sample, epoch: epoch, to: pixels, rowStride: rowStride)
    guard let mixer, let draw = mixingDraw(sample: sample, epoch: epoch) else { return }
    let rows = PixelRows(
      height: dataset.height, width: dataset.width, channels: dataset.channels, stride: rowStride,
      start: pixels)
    mixer.mix(draw, into: rows) {
      writeUnmixed(sample: draw.partner, epoch: epoch, to: $0, rowStride: rows.count)
    }
  }

  private func writeUnmixed(
    sample: Int, epoch: Int, to pixels: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    dataset.withPixels(of: sample) {
      guard let bytes = $0.baseAddress else { return }
      application.write(
        transform(sample: sample, epoch: epoch), of: bytes, to: pixels, rowStride: rowStride)
    }
  }

  /// Says which images will be asked for soon, so that those that are on disk are fetched; returns at once.
  public func prepare(_ samples: ArraySlice<Int>, epoch: Int) {
    guard dataset.preparesAhead else { return }
    for sample in samples {
      dataset.prepare(sample)
      if let draw = mixingDraw(sample: sample, epoch: epoch) { dataset.prepare(draw.partner) }
    }
  }

  /// Throws `ImageDataError.changedFile` if an image that was asked for could not be read any more: see
  /// ``ImageDataset/requireReadable()``.
  public func requireReadable() throws {
    try dataset.requireReadable()
  }

  /// The batches of one epoch.
  ///
  /// - Parameter index: The epoch, from 0.
  public func epoch(_ index: Int) -> EpochBatches {
    EpochBatches(flow: self, epoch: index)
  }
}
