import Foundation
import TrainParallel

extension Evaluation {
  /// The probability that the model gives to a class of a sample; 0 where it is no number.
  func probability(of class: Int, sample: Int) -> Double {
    let probability = Double(probabilities[sample * classCount + `class`])
    return probability.isNaN ? 0 : probability
  }

  /// -log p of a sample's true class, where p is at least 1e-7.
  ///
  /// - Source: Keras' `categorical_crossentropy`, which bounds probabilities so.
  func crossEntropy(of sample: Int) -> Double {
    -log(max(probability(of: labels[sample], sample: sample), 1e-7))
  }

  /// The samples whose prediction is wrong, the most confident one first, of equals the one that stands first.
  func mostConfidentMistakes(_ limit: Int) -> [Int] {
    let mistakes = labels.indices.compactMap { sample -> (sample: Int, confidence: Double)? in
      let prediction = prediction(of: sample)
      guard prediction != labels[sample] else { return nil }
      return (sample, probability(of: prediction, sample: sample))
    }
    return mistakes.sorted { ($1.confidence, $0.sample) < ($0.confidence, $1.sample) }
      .prefix(limit).map(\.sample)
  }

  /// The samples with the highest loss first, of equals the one that stands first.
  func highestLosses(_ limit: Int) -> [Int] {
    labels.indices.map { (sample: $0, loss: crossEntropy(of: $0)) }
      .sorted { ($1.loss, $0.sample) < ($0.loss, $1.sample) }
      .prefix(limit).map(\.sample)
  }
}
