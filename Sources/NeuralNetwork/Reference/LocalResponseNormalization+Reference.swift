import Foundation
import LinearAlgebra

extension LocalResponseNormalization: ReferenceLayer {
  /// y[c] = x[c] · s[c]^−β with s[c] = k + α Σ x[c′]² over |c′ − c| ≤ r;
  /// dx[c] = dy[c] · s[c]^−β − 2 α β x[c] Σ dy[c′] x[c′] s[c′]^(−β − 1) over the same neighbours.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let x = input.scalars
    let channels = input.shape[-1]
    /// The places of an element's neighbours, itself among them.
    func neighbours(_ index: Int) -> Range<Int> {
      let (row, channel) = (index / channels * channels, index % channels)
      return row + max(channel - depthRadius, 0)..<row + min(channel + depthRadius + 1, channels)
    }
    let sums = x.indices.map { index in
      bias + alpha * neighbours(index).reduce(0) { $0 + x[$1] * x[$1] }
    }
    let output = zip(x, sums).map { $0 * pow($1, -beta) }
    return ReferenceStep(output: Tensor(shape: input.shape, scalars: output)) { dOutput in
      let dy = dOutput.scalars
      let dInput = x.indices.map { index in
        let others = neighbours(index).reduce(0) { $0 + dy[$1] * x[$1] * pow(sums[$1], -beta - 1) }
        return dy[index] * pow(sums[index], -beta) - 2 * alpha * beta * x[index] * others
      }
      return (Tensor(shape: input.shape, scalars: dInput), [])
    }
  }
}
