/// How a model does on labelled samples.
public struct Evaluation: Sendable {
  /// The mean loss.
  public let loss: Double
  /// The number of classes, K.
  public let classCount: Int
  /// The true class of each sample.
  public let labels: [Int]
  /// The probabilities of each sample, (N, K) row by row.
  public let probabilities: [Float]

  /// Gathers the outcome.
  public init(loss: Double, classCount: Int, labels: [Int], probabilities: [Float]) {
    precondition(probabilities.count == labels.count * classCount, "one row of probabilities a sample")
    self.loss = loss
    self.classCount = classCount
    self.labels = labels
    self.probabilities = probabilities
  }

  /// The most probable class of a sample, the first of equals.
  public func prediction(of sample: Int) -> Int {
    var best = 0
    for k in 1..<classCount
    where probabilities[sample * classCount + k] > probabilities[sample * classCount + best] { best = k }
    return best
  }

  /// The number of samples whose prediction is right.
  public var correctCount: Int {
    labels.indices.count { prediction(of: $0) == labels[$0] }
  }

  /// The fraction of the samples whose prediction is right; 0 without samples.
  public var accuracy: Double {
    labels.isEmpty ? 0 : Double(correctCount) / Double(labels.count)
  }

  /// Where the accuracy on all samples of this kind lies with 95% confidence.
  public var accuracyInterval: WilsonInterval {
    WilsonInterval(successes: correctCount, trials: labels.count)
  }

  /// The fraction of the samples whose class is among the k most probable ones; 0 without samples.
  ///
  /// A class counts if fewer than k others are more probable. Of equals at the border all count, as in Keras'
  /// `top_k_categorical_accuracy`; so for k = 1 this can be above ``accuracy``, where the first of equals is the prediction.
  ///
  /// - Parameter k: 1 or more; from the number of classes on the result is 1.
  /// - Source: `tf.math.in_top_k`, which Keras' metric calls.
  public func topKAccuracy(_ k: Int) -> Double {
    precondition(k >= 1, "the most probable class is the first, not number \(k)")
    let count = labels.indices.count { sample in
      let row = probabilities[sample * classCount..<(sample + 1) * classCount]
      let own = row[row.startIndex + labels[sample]]
      return row.count { $0 > own } < k
    }
    return labels.isEmpty ? 0 : Double(count) / Double(labels.count)
  }

  /// Counts of samples, [truth][prediction].
  public var confusionMatrix: [[Int]] {
    var matrix = Array(repeating: Array(repeating: 0, count: classCount), count: classCount)
    for sample in labels.indices { matrix[labels[sample]][prediction(of: sample)] += 1 }
    return matrix
  }

  /// Precision, recall and F1 of one class.
  public struct ClassReport: Sendable, Hashable {
    /// Of the samples predicted to be of the class, the fraction that is; 0 if there is none.
    public let precision: Double
    /// Of the samples of the class, the fraction predicted to be; 0 if there is none.
    public let recall: Double
    /// The harmonic mean of precision and recall; 0 if both are.
    public let f1: Double
    /// The samples of the class.
    public let support: Int
  }

  /// Precision, recall and F1 of each class.
  public var classReports: [ClassReport] {
    let matrix = confusionMatrix
    return (0..<classCount).map { k in
      let correct = Double(matrix[k][k])
      let support = matrix[k].reduce(0, +)
      let predicted = matrix.reduce(0) { $0 + $1[k] }
      let precision = predicted == 0 ? 0 : correct / Double(predicted)
      let recall = support == 0 ? 0 : correct / Double(support)
      let sum = precision + recall
      return ClassReport(
        precision: precision, recall: recall, f1: sum == 0 ? 0 : 2 * precision * recall / sum,
        support: support)
    }
  }
}
