import Foundation
import LinearAlgebra

extension ActivationFunction {
  /// y = g(x), and dx from dy.
  ///
  /// - Shapes: input (N, ..., C); softmax runs over C.
  func step(
    _ input: Tensor<Double>
  ) -> (output: Tensor<Double>, pullback: (Tensor<Double>) -> Tensor<Double>) {
    if self == .softmax { return softmaxStep(input) }
    let output = Tensor(shape: input.shape, scalars: input.scalars.map(value))
    return (
      output,
      { dOutput in
        let slopes = zip(input.scalars, output.scalars).map { self.slope(x: $0, y: $1) }
        return Tensor(shape: input.shape, scalars: zip(slopes, dOutput.scalars).map { $0 * $1 })
      }
    )
  }

  /// g(x), element by element.
  private func value(_ x: Double) -> Double {
    switch self {
    case .linear, .softmax: x
    case .relu: max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .leakyRelu: x > 0 ? x : Self.leakySlope * x
    case .elu: x > 0 ? x : expm1(x)
    case .gelu: x * normalDistribution(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: Foundation.tanh(x)
    case .softplus: max(x, 0) + log1p(exp(-abs(x)))
    case .swish: x / (1 + exp(-x))
    case .hardSwish: x * min(max(x + 3, 0), 6) / 6
    }
  }

  /// g′(x), where y = g(x); at a kink the slope is that of the left side, but 0 where relu6 and 1 where hard swish ends.
  private func slope(x: Double, y: Double) -> Double {
    switch self {
    case .linear, .softmax: return 1
    case .relu: return x > 0 ? 1 : 0
    case .relu6: return x > 0 && x < 6 ? 1 : 0
    case .leakyRelu: return x > 0 ? 1 : Self.leakySlope
    case .elu: return x > 0 ? 1 : exp(x)
    case .gelu: return normalDistribution(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .sigmoid: return y * (1 - y)
    case .tanh: return 1 - y * y
    case .softplus: return 1 / (1 + exp(-x))
    case .hardSwish: return x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6
    case .swish:
      let sigmoid = 1 / (1 + exp(-x))
      return sigmoid + y * (1 - sigmoid)
    }
  }

  /// yᵢ = e^xᵢ / Σ e^xⱼ; dxᵢ = yᵢ (dyᵢ − Σ dyⱼ yⱼ).
  private func softmaxStep(
    _ input: Tensor<Double>
  ) -> (output: Tensor<Double>, pullback: (Tensor<Double>) -> Tensor<Double>) {
    let columns = input.shape[-1]
    var output = input
    for row in stride(from: 0, to: input.scalars.count, by: columns) {
      let logs = logSoftmax(input.scalars[row..<row + columns])
      for (column, log) in logs.enumerated() { output.scalars[row + column] = exp(log) }
    }
    return (
      output,
      { [output] dOutput in
        var dInput = dOutput
        for row in stride(from: 0, to: dOutput.scalars.count, by: columns) {
          let range = row..<row + columns
          let mean = range.reduce(0) { $0 + dOutput.scalars[$1] * output.scalars[$1] }
          for index in range {
            dInput.scalars[index] = output.scalars[index] * (dOutput.scalars[index] - mean)
          }
        }
        return dInput
      }
    )
  }
}

/// Φ(x) = (1 + erf(x / √2)) / 2, without cancellation far below zero.
private func normalDistribution(_ x: Double) -> Double { erfc(-x * 0.5.squareRoot()) / 2 }

/// xᵢ − max − log Σ e^(xⱼ − max): the logarithm of softmax, without overflow.
func logSoftmax(_ row: ArraySlice<Double>) -> [Double] {
  let largest = row.max() ?? 0
  let logarithm = log(row.reduce(0) { $0 + exp($1 - largest) })
  return row.map { $0 - largest - logarithm }
}
