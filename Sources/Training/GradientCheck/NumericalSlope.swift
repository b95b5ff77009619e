/// The slope of a function at 0 by differences, and whether the function has one there.
struct NumericalSlope {
  /// (f(h) − f(−h)) / 2h
  let value: Double
  /// Whether the function bends within ±h: then no difference is a gradient.
  ///
  /// relu and maximum pooling have such places. The slope to the right and that to the left differ at them by as much for
  /// a small h as for a larger one; where a function is smooth their difference shrinks with h.
  let isKink: Bool

  /// The distances that are tried: the smaller one often falls between two kinks.
  private static let steps = [1e-6, 1e-7]

  /// Takes the slope.
  ///
  /// - Parameters:
  ///   - center: f(0).
  ///   - tolerance: How far the slopes to both sides may lie apart.
  ///   - function: f.
  init(center: Double, tolerance: Double, of function: (Double) -> Double) {
    var slope = 0.0
    for h in Self.steps {
      let (above, below) = (function(h), function(-h))
      slope = (above - below) / (2 * h)
      guard abs(above - 2 * center + below) / h > tolerance else {
        (value, isKink) = (slope, false)
        return
      }
    }
    (value, isKink) = (slope, true)
  }
}
