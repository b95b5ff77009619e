import TrainParallel

/// How often each class was taken for each other; only pairs that occur are held, so many classes take little room.
struct ConfusionCounts {
  /// A true class and what it was taken for.
  struct Pair: Hashable {
    let truth: Int
    let prediction: Int
  }

  /// The number of classes.
  let classCount: Int
  /// The samples of each pair that occurs.
  let counts: [Pair: Int]
  /// The samples of each class.
  let support: [Int]
  /// The samples that were taken for each class.
  let predicted: [Int]

  /// Counts the predictions of an evaluation.
  init(_ evaluation: Evaluation) {
    classCount = evaluation.classCount
    var counts: [Pair: Int] = [:]
    var support = [Int](repeating: 0, count: evaluation.classCount)
    var predicted = support
    for (sample, truth) in evaluation.labels.enumerated() {
      let prediction = evaluation.prediction(of: sample)
      counts[Pair(truth: truth, prediction: prediction), default: 0] += 1
      support[truth] += 1
      predicted[prediction] += 1
    }
    (self.counts, self.support, self.predicted) = (counts, support, predicted)
  }

  /// The samples of a class that were taken for another, or for itself.
  subscript(truth: Int, prediction: Int) -> Int {
    counts[Pair(truth: truth, prediction: prediction)] ?? 0
  }

  /// The samples that were taken for what they are.
  var correct: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }

  /// The pairs of two classes in the order of their counts, then of the classes.
  var mostConfused: [(pair: Pair, count: Int)] {
    counts.filter { $0.key.truth != $0.key.prediction }
      .map { (pair: $0.key, count: $0.value) }
      .sorted {
        ($1.count, $0.pair.truth, $0.pair.prediction) < ($0.count, $1.pair.truth, $1.pair.prediction)
      }
  }
}
