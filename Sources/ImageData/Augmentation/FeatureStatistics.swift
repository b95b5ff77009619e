/// Mean and standard deviation of each channel, over all pixels of all images of a data set.
public struct FeatureStatistics: Hashable, Sendable {
  /// The mean of each channel.
  public let mean: [Double]
  /// The standard deviation of each channel: √(Σ(x − mean)² / n).
  public let standardDeviation: [Double]

  /// States them.
  ///
  /// - Precondition: As many means as deviations; finite, deviations not negative.
  public init(mean: [Double], standardDeviation: [Double]) {
    precondition(mean.count == standardDeviation.count, "Each channel has a mean and a standard deviation")
    precondition(
      mean.allSatisfy(\.isFinite) && standardDeviation.allSatisfy { $0 >= 0 && $0.isFinite },
      "Means and deviations are finite, deviations not negative")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

extension ImageDataGenerator {
  /// Finds the ``FeatureStatistics`` of a data set, which featurewise standardization needs, and keeps them.
  ///
  /// The images are those that validation sees: not augmented, but changed by the preprocessing function, rescaled and
  /// standardized one by one, as they are when the statistics are used. They are summed in order, in double precision.
  ///
  /// - Precondition: The data set is not empty.
  public mutating func fit(_ dataset: ImageDataset) {
    precondition(dataset.count > 0, "A data set without images has no mean")
    var plain = withoutAugmentation
    plain.standardization.featurewiseCenter = false
    plain.standardization.featurewiseStdNormalization = false
    let flow = plain.flow(dataset, shuffle: false)
    let (channels, rowCount) = (dataset.channels, dataset.width * dataset.channels)
    var sums = [Double](repeating: 0, count: channels)
    var squares = sums
    var pixels = [Float](repeating: 0, count: dataset.height * rowCount)
    for sample in 0..<dataset.count {
      flow.write(sample: sample, epoch: 0, to: &pixels, rowStride: rowCount)
      for first in stride(from: 0, to: pixels.count, by: channels) {
        for channel in 0..<channels {
          let value = Double(pixels[first + channel])
          sums[channel] += value
          squares[channel] += value * value
        }
      }
    }
    let count = Double(dataset.count * dataset.size.area)
    let means = sums.map { $0 / count }
    standardization.statistics = FeatureStatistics(
      mean: means,
      standardDeviation: zip(squares, means).map { max($0 / count - $1 * $1, 0).squareRoot() })
  }
}
