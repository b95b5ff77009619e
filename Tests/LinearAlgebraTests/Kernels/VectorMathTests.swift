import Foundation
import Kernels
import LinearAlgebra
import Testing

/// The errors that are promised, in units of the last place. A sweep over every 1994th float found 1.23 for eˣ, 2.84 for
/// the sigmoid, 2.98 for tanh and 2.66 for swish.
@Suite struct VectorMathTests {
  /// Both signs, every magnitude from 2⁻³⁰ to `limit`, and evenly between.
  func sweep(to limit: Float) -> [Float] {
    let even = (-8000...8000).map { limit * Float($0) / 8000 }
    let magnitudes = (0..<8000).map { Float(exp2(Double($0) / 8000 * 36 - 30)) }.filter { $0 <= limit }
    return even + magnitudes + magnitudes.map { -$0 }
  }

  /// f over many numbers by the kernels of one instruction set.
  func values(_ function: PointwiseFunction, _ inputs: [Float], _ kernels: any KernelSet.Type) -> [Float] {
    let z = GuardedFloats(inputs)
    let span = PixelSpan(z.start, stride: inputs.count)
    kernels.activate(function, pixels: 1, channels: inputs.count, z: span, y: span, derivative: nil)
    return z.values
  }

  func largestError(_ actual: [Float], _ inputs: [Float], _ exact: (Double) -> Double) -> (Double, at: Float)
  {
    var largest = (0.0, at: Float(0))
    for (value, input) in zip(actual, inputs) {
      let error = unitsInTheLastPlace(value, exact(Double(input)))
      if !(error <= largest.0) { largest = (error, at: input) }
    }
    return largest
  }

  @Test func sigmoidIsAccurate() {
    let inputs = sweep(to: 87)
    withEveryInstructionSet { set, kernels in
      let y = values(.sigmoid, inputs, kernels)
      let error = largestError(y, inputs) { 1 / (1 + exp(-$0)) }
      #expect(error.0 < 3, "\(set): \(error)")
      #expect(y.allSatisfy { $0 >= 0 && $0 <= 1 })
      return y
    }
  }

  @Test func hyperbolicTangentIsAccurate() {
    let inputs = sweep(to: 20)
    withEveryInstructionSet { set, kernels in
      let y = values(.tanh, inputs, kernels)
      let error = largestError(y, inputs) { tanh($0) }
      #expect(error.0 < 3, "\(set): \(error)")
      #expect(y.allSatisfy { abs($0) <= 1 })
      return y
    }
  }

  @Test func swishIsAccurate() {
    let inputs = sweep(to: 86)
    withEveryInstructionSet { set, kernels in
      let y = values(.swish, inputs, kernels)
      let error = largestError(y, inputs) { $0 / (1 + exp(-$0)) }
      #expect(error.0 < 3, "\(set): \(error)")
      return y
    }
  }

  @Test func exponentialIsAccurate() {
    func error<V: Vector>(_: V.Type) -> (Double, at: Float) {
      let inputs = sweep(to: 87).filter { $0 != 0 }
      let results = inputs.map { V(repeating: $0).exponential()[0] }
      return largestError(results, inputs) { exp($0) }
    }
    #expect(error(SIMD4<Float>.self).0 < 1.3)
    #expect(error(SIMD8<Float>.self).0 < 1.3)
    #expect(error(SIMD16<Float>.self).0 < 1.3)
  }

  @Test func exponentialAtItsEnds() {
    func exponential(_ x: Float) -> Float { SIMD8<Float>(repeating: x).exponential()[5] }
    #expect(exponential(0) == 1 && exponential(-0.0) == 1)
    #expect(exponential(.leastNonzeroMagnitude) == 1)
    // Beyond its ends it stays where it is there: neither infinity nor a denormal number.
    #expect(exponential(-1e4) == exponential(-87) && exponential(-.infinity) == exponential(-87))
    #expect(exponential(1e4) == exponential(88) && exponential(.infinity) == exponential(88))
    #expect(exponential(-87).isNormal && exponential(88).isFinite)
    #expect(exponential(.nan).isNaN)
  }

  /// e⁻⁸⁷ is the least that is told apart from 0.
  @Test func sigmoidEndsInZeroAndOne() {
    for set in InstructionSet.available {
      let inputs: [Float] = [-86.9, -87.1, -1e4, -.greatestFiniteMagnitude, 20, 1e4, 0]
      let y = values(.sigmoid, inputs, set.kernels)
      #expect(y[0] > 0 && y[0].isNormal)
      #expect(Array(y[1...]) == [0, 0, 0, 1, 1, 0.5])
      #expect(values(.swish, inputs, set.kernels)[1...3].allSatisfy { $0 == 0 })
    }
  }

  /// tanh −x = −tanh x, as far as each of them is right.
  @Test func hyperbolicTangentIsOdd() {
    let inputs = sweep(to: 9)
    for set in InstructionSet.available {
      let y = values(.tanh, inputs, set.kernels)
      let negated = values(.tanh, inputs.map { -$0 }, set.kernels)
      let difference = firstDifference(y, negated.map { -Double($0) }) { 6 * Double(y[$0].ulp) }
      #expect(difference == nil)
    }
  }
}
