import Testing
import TrainParallel

@testable import train_parallel

struct ClassScoresTests {
  /// Ten samples of class 0, five of them taken for 1; two of class 1; none of class 2.
  private let counts = ConfusionCounts(
    Evaluation(
      loss: 1, classCount: 3, labels: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
      probabilities: [Float](
        (0..<12).flatMap { (sample: Int) -> [Float] in sample < 5 ? [0.8, 0.1, 0.1] : [0.1, 0.8, 0.1] })))

  /// The intervals were computed by hand from Wilson's formula, z = 1.959964.
  @Test func `scores and intervals`() throws {
    let scores = ClassScores(0, in: counts)
    let recall = try #require(scores.recall)
    #expect(recall.value == 0.5)
    #expect(abs(recall.lower - 0.236593) < 1e-6 && abs(recall.upper - 0.763407) < 1e-6)
    let precision = try #require(scores.precision)
    #expect(precision.value == 1 && precision.upper == 1)
    #expect(abs(precision.lower - 0.565518) < 1e-6)
    #expect(scores.support == 10)
  }

  /// F1 is the harmonic mean, and its ends are those of the ratio 5 / 10 under 2J / (1 + J).
  @Test func `the interval of F1`() throws {
    let f1 = try #require(ClassScores(0, in: counts).f1)
    let harmonic = 2 * 0.5 * 1 / 1.5
    #expect(abs(f1.value - harmonic) < 1e-12)
    #expect(abs(f1.lower - 0.382653) < 1e-6 && abs(f1.upper - 0.865831) < 1e-6)
  }

  @Test func `a class that never occurs has no scores`() {
    let scores = ClassScores(2, in: counts)
    #expect(scores.precision == nil && scores.recall == nil && scores.f1 == nil && scores.support == 0)
  }
}
