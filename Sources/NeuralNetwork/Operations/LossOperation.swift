import Foundation
import Kernels

/// The loss of each sample from its logits, with labels as any distribution t, and the gradient of the logits.
///
/// Everything is computed from softmax and its logarithm; a model with one output z is softmax over (0, z). `Loss` has the
/// formulas.
package struct LossOperation: Sendable {
  let loss: Loss
  let logits: Value
  /// p, for metrics and predictions: one number a class.
  let probabilities: Place
  /// t: one-hot, or any distribution.
  let targets: Place
  /// w, one number a sample.
  let weights: Place
  /// K.
  let classes: Int

  /// What is less is taken for 0: it moves no weight, but its products soon are subnormal numbers, and these take processors
  /// ten times as long. A network that is sure of all its images would otherwise train ever slower.
  static let leastGradient: Float = 0x1p-66

  /// What a shard adds to the running sums.
  package struct Terms: Sendable {
    /// Σ w L
    package var loss = 0.0
    /// The samples whose most probable class is that of the target.
    package var correct = 0

    /// Nothing.
    package init() {}
  }

  /// Computes the probabilities, the loss, and the gradient of the logits.
  ///
  /// Nothing is divided by the size of the batch: the reduction does it once.
  package func callAsFunction(_ shard: Shard) -> Terms {
    var terms = Terms()
    for sample in 0..<shard.count {
      let row = row(sample, of: shard)
      let w = shard.pointer(weights, sample)[0]
      terms.loss += Double(w) * value(row)
      terms.correct += row.best == row.target ? 1 : 0
      guard shard.step != nil, let gradient = logits.gradient else { continue }
      writeGradient(row, weight: w, to: shard.pointer(gradient, sample))
    }
    return terms
  }
}

extension LossOperation {
  /// What is known of one sample.
  private struct Row {
    /// The logits; for one output its own only.
    let z: UnsafePointer<Float>
    let p: UnsafePointer<Float>
    let t: UnsafePointer<Float>
    /// log Σ e^z
    let logSum: Double
    /// Σ t
    var mass: Float = 0
    /// The most probable class, and that of the target.
    var best = 0
    var target = 0
    let isBinary: Bool

    /// log pₖ
    func logarithm(_ k: Int) -> Double {
      (isBinary ? k == 0 ? 0 : Double(z[0]) : Double(z[k])) - logSum
    }
  }

  private func row(_ sample: Int, of shard: Shard) -> Row {
    let z = shard.pointer(logits, sample)
    let p = shard.pointer(probabilities, sample)
    let t = shard.pointer(targets, sample)
    let isBinary = loss == .binaryCrossentropy
    if isBinary { (p[0], p[1]) = (0, z[0]) }
    let (maximum, sum) = shard.kernels.softmax(classes: classes, logits: isBinary ? p : z, probabilities: p)
    var row = Row(
      z: z, p: p, t: t, logSum: Double(maximum) + log(Double(sum)), isBinary: isBinary)
    for k in 0..<classes {
      row.mass += t[k]
      if p[k] > p[row.best] { row.best = k }
      if t[k] > t[row.target] { row.target = k }
    }
    return row
  }

  /// L of one sample.
  private func value(_ row: Row) -> Double {
    var value = 0.0
    for k in 0..<classes {
      let t = Double(row.t[k])
      switch loss {
      case .categoricalCrossentropy, .binaryCrossentropy:
        // −0 · log 0 is 0.
        if t != 0 { value -= t * row.logarithm(k) }
      case .categoricalFocalCrossentropy:
        let rest = 1 - Double(row.p[k])
        if t != 0 { value -= Loss.focalAlpha * rest * rest * t * row.logarithm(k) }
      case .meanSquaredError:
        let difference = Double(row.p[k]) - t
        value += difference * difference / Double(classes)
      }
    }
    return value
  }

  /// dL/dz of one sample.
  private func writeGradient(_ row: Row, weight: Float, to dz: UnsafeMutablePointer<Float>) {
    switch loss {
    case .categoricalCrossentropy:
      for k in 0..<classes { dz[k] = lasting(weight * (row.mass * row.p[k] - row.t[k])) }
    case .binaryCrossentropy:
      dz[0] = lasting(weight * (row.mass * row.p[1] - row.t[1]))
    case .categoricalFocalCrossentropy, .meanSquaredError:
      // dL/dzⱼ = sⱼ − pⱼ Σ s, where sₖ = (dL/dpₖ) pₖ
      var sum = 0.0
      for k in 0..<classes { sum += slope(row, k) }
      for k in 0..<classes { dz[k] = lasting(weight * Float(slope(row, k) - Double(row.p[k]) * sum)) }
    }
  }

  /// (dL/dpₖ) pₖ of a loss that is not linear in log p.
  private func slope(_ row: Row, _ k: Int) -> Double {
    let (p, t) = (Double(row.p[k]), Double(row.t[k]))
    guard loss == .categoricalFocalCrossentropy else { return 2 * (p - t) / Double(classes) * p }
    guard t != 0 else { return 0 }
    let rest = 1 - p
    return Loss.focalAlpha * t * rest * (2 * p * row.logarithm(k) - rest)
  }

  private func lasting(_ gradient: Float) -> Float {
    abs(gradient) < Self.leastGradient ? 0 : gradient
  }
}
