import Foundation
import LinearAlgebra

extension ReLU: ReferenceLayer {
  /// y = min(x, maximum) where x > threshold, else slope · (x − threshold).
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let ceiling = maxValue ?? .infinity
    return elementwise(input) { x in
      if x > threshold {
        (min(x, ceiling), x < ceiling ? 1 : 0)
      } else {
        (negativeSlope * (x - threshold), negativeSlope)
      }
    }
  }
}

extension LeakyReLU: ReferenceLayer {
  /// y = x where x > 0, else slope · x.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    elementwise(input) { x in x > 0 ? (x, 1) : (negativeSlope * x, negativeSlope) }
  }
}

extension ELU: ReferenceLayer {
  /// y = x where x > 0, else α (eˣ − 1).
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    elementwise(input) { x in x > 0 ? (x, 1) : (alpha * expm1(x), alpha * exp(x)) }
  }
}

extension PReLU: ReferenceLayer {
  /// y = x where x > 0, else α · x; dα sums x · dy over the places that share it.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let alpha = parameters[0]
    let sample = Shape(Array(input.shape.dimensions.dropFirst()))
    let places = alphaPlaces(sample)
    let x = input.scalars
    /// The place in α of an element of the batch.
    func place(_ index: Int) -> Int { places[index % places.count] }
    let output = x.indices.map { x[$0] > 0 ? x[$0] : alpha[place($0)] * x[$0] }
    return ReferenceStep(output: Tensor(shape: input.shape, scalars: output)) { dOutput in
      var dInput = dOutput
      var dAlpha = [Double](repeating: 0, count: alpha.count)
      for index in x.indices where x[index] <= 0 {
        dInput.scalars[index] *= alpha[place(index)]
        dAlpha[place(index)] += x[index] * dOutput.scalars[index]
      }
      return (dInput, [dAlpha])
    }
  }

  /// The place in α of each element of a sample.
  private func alphaPlaces(_ sample: Shape) -> [Int] {
    let shape = alphaShape(for: sample)
    return (0..<sample.count).map { element in
      var (rest, place, step) = (element, 0, 1)
      for axis in (0..<sample.rank).reversed() {
        place += rest % sample[axis] % shape[axis] * step
        step *= shape[axis]
        rest /= sample[axis]
      }
      return place
    }
  }
}

/// y = g(x) element by element, and dx = g′(x) · dy.
///
/// - Parameter function: g(x) and g′(x).
func elementwise(
  _ input: Tensor<Double>, _ function: (Double) -> (value: Double, slope: Double)
) -> ReferenceStep {
  let results = input.scalars.map(function)
  return ReferenceStep(output: Tensor(shape: input.shape, scalars: results.map(\.value))) { dOutput in
    let dInput = zip(results, dOutput.scalars).map { $0.slope * $1 }
    return (Tensor(shape: input.shape, scalars: dInput), [])
  }
}
