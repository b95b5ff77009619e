import ImageData
import LinearAlgebra

/// What a trainer is fed from: numbered samples with labels, written one by one to where the network reads them.
///
/// A source has no state that an order of calls could change: everything is a function of the sample and the epoch.
public protocol SampleSource: Sendable {
  /// The number of samples, N.
  var sampleCount: Int { get }
  /// The shape of one sample: [H, W, C].
  var sampleShape: Shape { get }
  /// The number of classes, K.
  var classCount: Int { get }
  /// The order of the samples in an epoch, counted from 0: a permutation of 0..<N.
  func order(epoch: Int) -> [Int]
  /// Writes one sample: H rows of W pixels of C floats, rows `rowStride` floats apart.
  ///
  /// Called from many threads at once; allocates nothing where samples are in memory. A sample that cannot be had any
  /// more is all zeros, and ``requireReadable()`` throws from then on.
  func write(sample: Int, epoch: Int, to pixels: UnsafeMutablePointer<Float>, rowStride: Int)
  /// The class of a sample.
  func label(of sample: Int) -> Int
  /// Writes a sample's target distribution over the K classes: by default 1 for its label, 0 for all others.
  func writeTarget(sample: Int, epoch: Int, to target: UnsafeMutablePointer<Float>)
  /// What a sample's loss is multiplied by: by default 1.
  func weight(of sample: Int) -> Float
  /// Says which samples will be asked for soon, the batch after the next as a rule; returns at once and changes nothing
  /// but how long that takes. By default nothing.
  func prepare(_ samples: ArraySlice<Int>, epoch: Int)
  /// Throws if a sample that was written could not be had: by default never.
  func requireReadable() throws
}

extension SampleSource {
  /// One-hot.
  public func writeTarget(sample: Int, epoch: Int, to target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: classCount)
    target[label(of: sample)] = 1
  }

  /// All samples weigh the same.
  public func weight(of sample: Int) -> Float { 1 }

  /// What is in memory need not be fetched.
  public func prepare(_ samples: ArraySlice<Int>, epoch: Int) {}

  /// What is in memory can be read.
  public func requireReadable() throws {}
}

extension ImageFlow: SampleSource {}
