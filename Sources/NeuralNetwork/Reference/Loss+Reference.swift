import Foundation
import LinearAlgebra

extension Loss {
  /// The loss of a batch and its gradient, plainly: Σ wₙ Lₙ / N and dlogits.
  ///
  /// - Shapes: logits (N, ..., K), or (N, 1) for a model with one output; targets (N, ..., K); weights (N,).
  func step(
    logits: Tensor<Double>, targets: Tensor<Double>, sampleWeights: [Double]?
  ) -> (loss: Double, dLogits: Tensor<Double>) {
    let isBinary = self == .binaryCrossentropy
    let (count, classes) = (logits.shape[0], isBinary ? 2 : logits.shape[-1])
    precondition(
      targets.shape == Shape(logits.shape.dimensions.dropLast() + [classes]),
      "Targets of shape \(targets.shape) for logits of shape \(logits.shape)")
    precondition(
      sampleWeights.map { $0.count == count } ?? true, "A weight for each of \(count) samples is due")
    let rows = targets.shape.count / classes
    var loss = 0.0
    var dLogits: [Double] = []
    for row in 0..<rows {
      let weight = (sampleWeights?[row / (rows / count)] ?? 1) / Double(count)
      let own = logits.scalars[row * logits.shape[-1]..<(row + 1) * logits.shape[-1]]
      // One output z is softmax over (0, z).
      let logs = logSoftmax(isBinary ? [0] + own : own)
      let (value, gradient) = term(logs: logs, targets: targets.scalars[row * classes..<(row + 1) * classes])
      loss += weight * value
      dLogits += (isBinary ? gradient[1...] : gradient[...]).map { weight * $0 }
    }
    return (loss, Tensor(shape: logits.shape, scalars: dLogits))
  }

  /// L of one sample and dL/dz, from log p and t.
  private func term(logs: [Double], targets: ArraySlice<Double>) -> (value: Double, gradient: [Double]) {
    let probabilities = logs.map { exp($0) }
    // Each element's part of L, and its slope dL/dp times p.
    let parts = zip(zip(logs, probabilities), targets).map { entry, t -> (value: Double, slope: Double) in
      let (log, p) = entry
      switch self {
      case .categoricalCrossentropy, .binaryCrossentropy: return (-t * log, -t)
      case .categoricalFocalCrossentropy:
        let factor = Self.focalAlpha * (1 - p) * (1 - p)
        return (-factor * t * log, Self.focalAlpha * t * 2 * p * (1 - p) * log - factor * t)
      case .meanSquaredError:
        let k = Double(logs.count)
        return ((p - t) * (p - t) / k, 2 * (p - t) / k * p)
      }
    }
    // dL/dzⱼ = Σₖ (dL/dpₖ) pₖ (δₖⱼ − pⱼ)
    let sum = parts.reduce(0) { $0 + $1.slope }
    return (
      parts.reduce(0) { $0 + $1.value }, zip(parts, probabilities).map { $0.slope - $1 * sum }
    )
  }
}
