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
  /// Finds the ``FeatureStatistics`` of a data set, which featurewise standardization needs, and its ``Whitening`` if that
  /// is asked for, and keeps them.
  ///
  /// The images are those that validation sees: not augmented, but changed by the preprocessing function, rescaled and
  /// standardized one by one, as they are when the statistics are used. They are summed in order, in double precision.
  ///
  /// - Precondition: The data set is not empty, and to be whitened its images have no more than ``Whitening/mostValues``.
  public mutating func fit(_ dataset: ImageDataset) {
    precondition(dataset.count > 0, "A data set without images has no mean")
    var plain = withoutAugmentation
    plain.standardization.featurewiseCenter = false
    plain.standardization.featurewiseStdNormalization = false
    plain.standardization.zcaWhitening = false
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
    if standardization.zcaWhitening {
      standardization.whitening = whitening(of: flow, means: means.map { Float($0) })
    }
  }

  /// The whitening of a flow's images: their moments are summed in blocks of 256 images in floats, over blocks in double
  /// precision.
  private func whitening(of flow: ImageFlow, means: [Float]) -> Whitening {
    let count = flow.sampleShape.count
    precondition(
      count <= Whitening.mostValues,
      "An image to be whitened has at most \(Whitening.mostValues) values, not \(count)")
    let rowStride = flow.dataset.width * flow.dataset.channels
    var moments = [Double](repeating: 0, count: count * count)
    for first in stride(from: 0, to: flow.sampleCount, by: 256) {
      let samples = first..<min(first + 256, flow.sampleCount)
      var images = [Float](repeating: 0, count: samples.count * count)
      images.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        for (place, sample) in samples.enumerated() {
          flow.write(sample: sample, epoch: 0, to: start + place * count, rowStride: rowStride)
        }
        for i in 0..<buffer.count { buffer[i] -= means[i % means.count] }
      }
      let block = momentMatrix(images, rows: samples.count, columns: count)
      for i in moments.indices { moments[i] += Double(block[i]) }
    }
    return Whitening(
      moments: moments, imageCount: flow.sampleCount, count: count, epsilon: standardization.zcaEpsilon)
  }
}
