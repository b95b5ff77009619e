import Foundation

extension Loss {
  /// L of one sample from its probabilities and its class, where a probability of 0 counts as the least `Float` above it.
  ///
  /// - Parameters:
  ///   - probabilities: One number a class; of a model with one output (1 − p, p).
  ///   - label: The class of the sample.
  public func value(probabilities: some Collection<Float>, label: Int) -> Double {
    let p = probabilities.map(Double.init)
    precondition(p.indices.contains(label), "\(p.count) classes have no number \(label)")
    let logarithm = log(max(p[label], Double(Float.leastNonzeroMagnitude)))
    switch self {
    case .categoricalCrossentropy, .binaryCrossentropy: return -logarithm
    case .categoricalFocalCrossentropy: return -Self.focalAlpha * (1 - p[label]) * (1 - p[label]) * logarithm
    case .meanSquaredError:
      let squares = p.enumerated().reduce(0.0) { sum, entry in
        let difference = entry.element - (entry.offset == label ? 1 : 0)
        return sum + difference * difference
      }
      return squares / Double(p.count)
    }
  }
}
