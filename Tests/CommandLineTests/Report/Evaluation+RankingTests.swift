import Foundation
import Testing
import TrainParallel

@testable import train_parallel

struct EvaluationRankingTests {
  private let evaluation = Evaluation(
    loss: 0, classCount: 2, labels: [0, 0, 1, 1, 0],
    probabilities: [0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 1, 0, 0.2, 0.8])

  @Test func `the surest mistake stands first, of equals the first`() {
    #expect(evaluation.mostConfidentMistakes(10) == [3, 1, 4, 2])
    #expect(evaluation.mostConfidentMistakes(2) == [3, 1])
  }

  @Test func `the highest loss stands first`() {
    #expect(evaluation.highestLosses(10) == [3, 1, 4, 2, 0])
    let expected = -log(Double(Float(0.2)))
    #expect(abs(evaluation.crossEntropy(of: 1) - expected) < 1e-12)
    // A probability of 0 counts as 1e-7, as in Keras.
    #expect(abs(evaluation.crossEntropy(of: 3) - 16.118095650958317) < 1e-12)
  }

  @Test func `what is no number is ordered too`() {
    let broken = Evaluation(
      loss: 0, classCount: 2, labels: [0, 1, 0], probabilities: [.nan, .nan, .nan, 0.5, 0.4, 0.6])
    #expect(broken.highestLosses(3) == [0, 1, 2] || broken.highestLosses(3).first == 0)
    #expect(broken.mostConfidentMistakes(3).contains(2))
  }
}
