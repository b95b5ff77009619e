import Foundation
import ImageData

/// The views of an image whose probabilities are averaged: p = ⅟m Σ p(view).
public enum TestTimeAugmentation: String, Sendable, Hashable, CaseIterable {
  /// The image alone.
  case none
  /// The image and its mirror image.
  case flip

  /// What makes the views of an image; the first is the image itself.
  public var transforms: [ImageTransform] {
    switch self {
    case .none: [ImageTransform()]
    case .flip: [ImageTransform(), ImageTransform(flipsHorizontally: true)]
    }
  }
}

extension Trainer {
  /// The probabilities of every image, (N, K) row by row, each the mean over the views of the image.
  ///
  /// - Parameters:
  ///   - images: The images; nothing is drawn at random.
  ///   - augmentation: The views.
  /// - Throws: What ``predict(_:)`` throws.
  public func predict(_ images: ImageFlow, augmentation: TestTimeAugmentation) throws -> [Float] {
    let transforms = augmentation.transforms
    guard transforms.count > 1 else { return try predict(images.applying(transforms[0])) }
    var sums: [Double] = []
    for transform in transforms {
      let probabilities = try predict(images.applying(transform))
      if sums.isEmpty { sums = Array(repeating: 0, count: probabilities.count) }
      for index in sums.indices { sums[index] += Double(probabilities[index]) }
    }
    return sums.map { Float($0 / Double(transforms.count)) }
  }

  /// Computes loss, predictions and all that follows from them, of the mean probabilities over the views of each image.
  ///
  /// The loss of an image is that of its mean probabilities, times its weight; a probability of 0 counts as the least Float
  /// above it.
  ///
  /// - Throws: What ``evaluate(_:)`` throws.
  public func evaluate(_ images: ImageFlow, augmentation: TestTimeAugmentation) throws -> Evaluation {
    guard augmentation.transforms.count > 1 else {
      return try evaluate(images.applying(augmentation.transforms[0]))
    }
    let probabilities = try predict(images, augmentation: augmentation)
    var loss = 0.0
    for (sample, label) in images.labels.enumerated() {
      let own = probabilities[sample * model.classCount..<(sample + 1) * model.classCount]
      loss += Double(images.weight(of: sample)) * self.loss.value(probabilities: own, label: label)
    }
    loss /= Double(images.sampleCount)
    guard loss.isFinite else { throw TrainingError.evaluatedLossIsNotFinite }
    return Evaluation(
      loss: loss, classCount: model.classCount, labels: images.labels, probabilities: probabilities)
  }
}
