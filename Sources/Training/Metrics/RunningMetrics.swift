import Foundation
import NeuralNetwork

/// Loss and accuracy over the samples so far, and their speed.
struct RunningMetrics {
  private(set) var lossSum = 0.0
  private(set) var correct = 0
  private(set) var samples = 0
  /// Samples of an earlier process, in which this one has no time.
  private var earlier = 0
  private let start = Date()

  /// Nothing yet.
  init() {}

  /// Goes on where a process stopped.
  init(resuming position: TrainingPosition) {
    (lossSum, correct, samples) = (position.lossSum, position.correct, position.samples)
    earlier = samples
  }

  /// Adds a batch.
  mutating func add(_ terms: LossOperation.Terms, count: Int) {
    lossSum += terms.loss
    correct += terms.correct
    samples += count
  }

  /// The mean loss.
  var loss: Double { lossSum / Double(max(samples, 1)) }
  /// The fraction that is right.
  var accuracy: Double { Double(correct) / Double(max(samples, 1)) }
  /// Samples per second since the start.
  var imagesPerSecond: Double {
    Double(samples - earlier) / max(Date().timeIntervalSince(start), 1e-9)
  }

  func progress(epoch: Int, step: Int, stepCount: Int) -> StepProgress {
    StepProgress(
      epoch: epoch, step: step, stepCount: stepCount, loss: loss, accuracy: accuracy,
      imagesPerSecond: imagesPerSecond)
  }
}
