/// How the gradient of the mean loss is limited before the optimizer sees it.
///
/// - Source: `keras/src/optimizers/base_optimizer.py`: `clipvalue`, `clipnorm`, `global_clipnorm`.
public enum GradientClipping: Hashable, Sendable {
  /// g ← min(max(g, −limit), limit)
  case value(Double)
  /// g ← g · limit / max(‖g‖, limit), for each tensor by itself.
  case norm(Double)
  /// The same with the norm over all tensors together.
  case globalNorm(Double)

  /// What the gradients of a tensor are multiplied by.
  ///
  /// - Parameters:
  ///   - squares: Σ g² of the tensor.
  ///   - all: Σ g² of all tensors.
  package func factor(squares: Double, all: Double) -> Double {
    switch self {
    case .value: 1
    case .norm(let limit): limit / max(squares.squareRoot(), limit)
    case .globalNorm(let limit): limit / max(all.squareRoot(), limit)
    }
  }

  /// Whether a factor follows from all of a gradient, so that it must be summed up before it is applied.
  package var needsNorm: Bool {
    if case .value = self { false } else { true }
  }
}
