import Foundation
import Kernels

/// Softmax cross-entropy from logits: L = w · Σₖ tₖ · (log Σⱼ e^zⱼ − zₖ), with labels as any distribution t.
///
/// - Source: `keras/src/losses/losses.py`, `CategoricalCrossentropy(from_logits=True)`.
package struct CrossEntropy: Sendable {
  let logits: Value
  /// softmax(z), for metrics and predictions.
  let probabilities: Place
  /// t: one-hot, or any distribution.
  let targets: Place
  /// w, one number a sample.
  let weights: Place

  /// What is less is taken for 0: it moves no weight, but its products soon are subnormal numbers, and these take processors
  /// ten times as long. A network that is sure of all its images would otherwise train ever slower.
  static let leastGradient: Float = 0x1p-66

  /// What a shard adds to the running sums.
  package struct Terms: Sendable {
    /// Σ L
    package var loss = 0.0
    /// The samples whose most probable class is that of the target.
    package var correct = 0

    /// Nothing.
    package init() {}
  }

  /// Computes the probabilities, the loss, and the gradient of the logits.
  ///
  /// dL/dz = w · (Σₖ tₖ · softmax(z) − t); nothing is divided by the size of the batch: the reduction does it once.
  package func callAsFunction(_ shard: Shard) -> Terms {
    var terms = Terms()
    let classes = logits.layout.channels
    for sample in 0..<shard.count {
      let z = shard.pointer(logits, sample)
      let p = shard.pointer(probabilities, sample)
      let t = shard.pointer(targets, sample)
      let w = shard.pointer(weights, sample)[0]
      let (maximum, sum) = shard.kernels.softmax(classes: classes, logits: z, probabilities: p)
      let logSum = Double(maximum) + log(Double(sum))
      var loss = 0.0
      var mass: Float = 0
      var (best, target) = (0, 0)
      for k in 0..<classes {
        if t[k] != 0 { loss += Double(t[k]) * (logSum - Double(z[k])) }
        mass += t[k]
        if p[k] > p[best] { best = k }
        if t[k] > t[target] { target = k }
      }
      terms.loss += Double(w) * loss
      terms.correct += best == target ? 1 : 0
      guard shard.step != nil, let gradient = logits.gradient else { continue }
      let dz = shard.pointer(gradient, sample)
      for k in 0..<classes {
        let difference = w * (mass * p[k] - t[k])
        dz[k] = abs(difference) < Self.leastGradient ? 0 : difference
      }
    }
    return terms
  }
}
