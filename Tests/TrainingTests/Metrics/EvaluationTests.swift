import Testing

@testable import Training

@Suite struct EvaluationTests {
  /// Predictions 0 0 1 1 0 for the truth 0 1 1 1 0; nobody is or is said to be of class 2.
  private let evaluation = Evaluation(
    loss: 0.5, classCount: 3, labels: [0, 1, 1, 1, 0],
    probabilities: [
      0.8, 0.1, 0.1, 0.5, 0.3, 0.2, 0.1, 0.9, 0, 0.2, 0.6, 0.2, 0.4, 0.4, 0.2,
    ])

  @Test func predictsTheMostProbableClassTheFirstOfEquals() {
    #expect((0..<5).map(evaluation.prediction) == [0, 0, 1, 1, 0])
  }

  @Test func countsByTruthAndPrediction() {
    #expect(evaluation.confusionMatrix == [[2, 0, 0], [1, 2, 0], [0, 0, 0]])
    #expect(evaluation.accuracy == 0.8)
  }

  @Test func topKCountsAllOfEquals() {
    // Ranks of the true class, counted by those above it: 0 1 0 0 0.
    #expect(evaluation.topKAccuracy(1) == 0.8)
    #expect(evaluation.topKAccuracy(2) == 1)
    #expect(evaluation.topKAccuracy(9) == 1)
    // Equal to the prediction, which is the first: right among the top 1, wrong as the prediction.
    let tied = Evaluation(
      loss: 1, classCount: 4, labels: [1, 3, 3],
      probabilities: [0.4, 0.4, 0.1, 0.1, 0.5, 0.2, 0.2, 0.1, 0.25, 0.25, 0.25, 0.25])
    #expect(tied.accuracy == 0)
    #expect(tied.topKAccuracy(1) == 2.0 / 3)
    #expect(tied.topKAccuracy(3) == 2.0 / 3)
    #expect(tied.topKAccuracy(4) == 1)
    #expect(Evaluation(loss: 0, classCount: 2, labels: [], probabilities: []).topKAccuracy(1) == 0)
  }

  @Test func theIntervalIsThatOfTheCorrectSamples() {
    #expect(evaluation.correctCount == 4)
    #expect(evaluation.accuracyInterval == WilsonInterval(successes: 4, trials: 5))
  }

  @Test func reportsEachClass() {
    let reports = evaluation.classReports
    #expect(reports[0].precision == 2.0 / 3)
    #expect(reports[0].recall == 1)
    #expect(abs(reports[0].f1 - 0.8) < 1e-15)
    #expect(reports[0].support == 2)
    #expect(reports[1].precision == 1)
    #expect(reports[1].recall == 2.0 / 3)
    #expect(abs(reports[1].f1 - 0.8) < 1e-15)
    #expect(reports[1].support == 3)
  }

  @Test func isZeroWhereADenominatorIs() {
    // Class 2 has no sample and no prediction.
    #expect(evaluation.classReports[2] == .init(precision: 0, recall: 0, f1: 0, support: 0))
    // Class 0 is predicted and never there, class 1 is there and never predicted.
    let wrong = Evaluation(loss: 1, classCount: 2, labels: [1, 1], probabilities: [0.9, 0.1, 0.7, 0.3])
    #expect(wrong.classReports[0] == .init(precision: 0, recall: 0, f1: 0, support: 0))
    #expect(wrong.classReports[1] == .init(precision: 0, recall: 0, f1: 0, support: 2))
    #expect(wrong.accuracy == 0)
    let empty = Evaluation(loss: 0, classCount: 2, labels: [], probabilities: [])
    #expect(empty.accuracy == 0)
    #expect(empty.confusionMatrix == [[0, 0], [0, 0]])
  }
}
