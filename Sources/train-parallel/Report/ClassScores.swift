import TrainParallel

/// Precision, recall and F1 of one class, each with a 95% interval.
struct ClassScores: Equatable {
  /// A fraction and what it may be in truth; nil where there is nothing to count.
  struct Score: Equatable {
    let value: Double
    let lower: Double
    let upper: Double

    /// correct / count, with Wilson's interval.
    init?(correct: Int, of count: Int) {
      guard count > 0 else { return nil }
      let interval = WilsonInterval(successes: correct, trials: count)
      (value, lower, upper) = (Double(correct) / Double(count), interval.lower, interval.upper)
    }

    /// The harmonic mean of precision and recall, F1 = 2J / (1 + J) of J = both / either.
    ///
    /// J is a fraction of samples: those that are and were taken for the class, of those that are or were. F1 rises
    /// with it, so that Wilson's interval of J becomes one of F1.
    init?(f1OfBoth both: Int, either: Int) {
      guard let ratio = Score(correct: both, of: either) else { return nil }
      func f1(_ ratio: Double) -> Double { 2 * ratio / (1 + ratio) }
      (value, lower, upper) = (f1(ratio.value), f1(ratio.lower), f1(ratio.upper))
    }
  }

  /// Of the samples that were taken for the class, the fraction that is of it.
  let precision: Score?
  /// Of the samples of the class, the fraction that was taken for it.
  let recall: Score?
  /// The harmonic mean of both.
  let f1: Score?
  /// The samples of the class.
  let support: Int

  /// The scores of one class.
  init(_ class: Int, in counts: ConfusionCounts) {
    let both = counts[`class`, `class`]
    support = counts.support[`class`]
    precision = Score(correct: both, of: counts.predicted[`class`])
    recall = Score(correct: both, of: support)
    f1 = Score(f1OfBoth: both, either: support + counts.predicted[`class`] - both)
  }
}
