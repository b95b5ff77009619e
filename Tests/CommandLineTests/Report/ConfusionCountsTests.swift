import Testing
import TrainParallel

@testable import train_parallel

struct ConfusionCountsTests {
  private let evaluation: Evaluation = {
    let labels = [0, 0, 1, 1, 1, 2]
    let predictions = [0, 1, 1, 0, 0, 1]
    let rows = predictions.flatMap { prediction in (0..<3).map { Float($0 == prediction ? 1 : 0) } }
    return Evaluation(loss: 0, classCount: 3, labels: labels, probabilities: rows)
  }()

  @Test func `the counts are those of the matrix`() {
    let counts = ConfusionCounts(evaluation)
    let matrix = evaluation.confusionMatrix
    for truth in 0..<3 {
      for prediction in 0..<3 { #expect(counts[truth, prediction] == matrix[truth][prediction]) }
    }
    #expect(counts.support == [2, 3, 1] && counts.predicted == [3, 3, 0] && counts.correct == 2)
  }

  @Test func `the most frequent confusion stands first, then the first class`() {
    let pairs = ConfusionCounts(evaluation).mostConfused.map {
      [$0.pair.truth, $0.pair.prediction, $0.count]
    }
    #expect(pairs == [[1, 0, 2], [0, 1, 1], [2, 1, 1]])
  }
}
