import Foundation
import Kernels
import LinearAlgebra
import Testing

extension PointwiseFunction {
  static let all: [PointwiseFunction] = [.linear, .relu, .relu6, .sigmoid, .tanh, .swish]

  /// y and dy/dz.
  func exact(_ z: Double) -> (value: Double, derivative: Double) {
    let s = 1 / (1 + exp(-z))
    switch self {
    case .linear: return (z, 1)
    case .relu: return z.isNaN ? (.nan, 0) : (max(z, 0), z > 0 ? 1 : 0)
    case .relu6: return z.isNaN ? (.nan, 0) : (min(max(z, 0), 6), z > 0 && z < 6 ? 1 : 0)
    case .sigmoid: return (s, s * (1 - s))
    case .tanh: return (Foundation.tanh(z), 1 - Foundation.tanh(z) * Foundation.tanh(z))
    case .swish: return (z * s, s + z * s * (1 - s))
    }
  }
}

@Suite struct ActivationKernelsTests {
  /// Every function over rows with and without gaps, into other memory or in place, with and without a derivative.
  @Test(arguments: PointwiseFunction.all)
  func forward(function: PointwiseFunction) {
    for channels in awkwardWidths {
      for (pixels, zGap, yGap) in [(1, 0, 0), (7, 0, 0), (3, 5, 0), (4, 0, 3), (5, 16, 16)] {
        let (zStride, yStride) = (channels + zGap, channels + yGap)
        withEveryInstructionSet { set, kernels in
          var results: [Float] = []
          for isInPlace in zGap == yGap ? [false, true] : [false] {
            let z = GuardedFloats(pixels * zStride) { 6 * number($0, channels) }
            let inputs = z.values
            let y = isInPlace ? z : GuardedFloats(pixels * yStride)
            let derivative = GuardedFloats(pixels * yStride)
            kernels.activate(
              function, pixels: pixels, channels: channels, z: PixelSpan(z.start, stride: zStride),
              y: PixelSpan(y.start, stride: yStride), derivative: isInPlace ? nil : derivative.start)
            var expected: [Double] = []
            var slopes: [Double] = []
            for i in 0..<pixels * yStride {
              let isGap = i % yStride >= channels
              let place = i / yStride * zStride + i % yStride
              let gap = Double(isInPlace ? inputs[i] : GuardedFloats.poison)
              let exact = isGap ? (gap, Double(GuardedFloats.poison)) : function.exact(Double(inputs[place]))
              expected.append(exact.0)
              slopes.append(isInPlace ? Double(GuardedFloats.poison) : exact.1)
            }
            // linear, relu and relu6 are exact; the others' values are below 6 and 4 units wrong at most, their
            // derivatives are differences of numbers around 1.
            let slack = function.storesDerivative ? 4.0 : 0
            let label = "\(set): \(function), \(pixels)x\(channels), strides \(zStride), \(yStride)"
            if let difference = firstDifference(
              y.values, expected, tolerance: { slack * Double(Float(abs(expected[$0])).ulp) })
            {
              Issue.record("\(label): y\(difference)")
            }
            if let difference = firstDifference(
              derivative.values, slopes, tolerance: { _ in slack * 4 * unitRoundoff })
            {
              Issue.record("\(label): derivative\(difference)")
            }
            #expect(y.isGuarded && derivative.isGuarded && z.isGuarded, "\(label)")
            results += y.values + derivative.values
          }
          return results
        }
      }
    }
  }

  /// dz, the zeros behind its channels, and the bias' gradient, all exact: one product each, sums in order.
  @Test(arguments: PointwiseFunction.all)
  func backward(function: PointwiseFunction) {
    for channels in awkwardWidths {
      for (pixels, dyGap, dzGap) in [(1, 0, 0), (7, 0, 0), (4, 3, 0), (3, 0, 5), (3, 2, 1), (2, 0, 27)] {
        let (dyStride, dzStride) = (channels + dyGap, channels + dzGap)
        withEveryInstructionSet { set, kernels in
          let dy = GuardedFloats(pixels * dyStride) { number($0, 1) }
          // From −1 to 1; from 0 to 8 where it is y.
          let saved = GuardedFloats(pixels * dyStride) {
            function.isRectified ? max(8 * coarseNumber($0, 2), 0) : coarseNumber($0, 2)
          }
          let dz = GuardedFloats(pixels * dzStride)
          let dBias = GuardedFloats(channels) { number($0, 3) }
          var expected = [Float](repeating: 0, count: pixels * dzStride)
          var expectedBias = dBias.values
          for pixel in 0..<pixels {
            for channel in 0..<channels {
              let value = saved[pixel * dyStride + channel]
              let slope =
                switch function {
                case .linear: Float(1)
                case .relu: Float(value > 0 ? 1 : 0)
                case .relu6: Float(value > 0 && value < 6 ? 1 : 0)
                default: value
                }
              let product = dy[pixel * dyStride + channel] * slope
              expected[pixel * dzStride + channel] = function.isRectified && slope == 0 ? 0 : product
              expectedBias[channel] += product
            }
          }
          kernels.differentiate(
            function, pixels: pixels, channels: channels, dy: PixelSpan(dy.start, stride: dyStride),
            saved: function == .linear ? nil : saved.start, dz: PixelSpan(dz.start, stride: dzStride),
            dBias: dBias.start)
          #expect(dz.holds(expected), "\(set): \(function), \(pixels)x\(channels), \(dyStride), \(dzStride)")
          #expect(dBias.holds(expectedBias), "\(set): \(function), \(pixels)x\(channels)")
          return dz.values + dBias.values
        }
      }
    }
  }

  @Test func withoutBias() {
    for set in InstructionSet.available {
      let dy = GuardedFloats([1, -2, 3])
      let y = GuardedFloats([0, 0.5, 2])
      set.kernels.differentiate(
        .relu, pixels: 3, channels: 1, dy: PixelSpan(dy.start, stride: 1), saved: y.start,
        dz: PixelSpan(dy.start, stride: 1), dBias: nil)
      #expect(dy.values == [0, -2, 3])
    }
  }

  /// Where mathematics ends: y at the borders of what a float can hold, never not a number for a finite input.
  @Test(arguments: PointwiseFunction.all)
  func extremes(function: PointwiseFunction) {
    let huge = Float.greatestFiniteMagnitude
    let tiny = Float.leastNonzeroMagnitude
    let inputs: [Float] = [
      0, -0.0, tiny, -tiny, 1e-38, -1e-38, 86, -86, 87.5, -87.5, 89, -89, 1e4, -1e4, 1e20, -1e20, huge, -huge,
    ]
    withEveryInstructionSet { set, kernels in
      let z = GuardedFloats(inputs)
      let (y, derivative) = (GuardedFloats(inputs.count), GuardedFloats(inputs.count))
      let span = PixelSpan(z.start, stride: inputs.count)
      kernels.activate(
        function, pixels: 1, channels: inputs.count, z: span, y: PixelSpan(y.start, stride: inputs.count),
        derivative: derivative.start)
      let exact = inputs.map { function.exact(Double($0)) }
      // Below −87 sigmoid is 0 instead of at most 2e−38, and swish of at most 88 times that.
      let difference = firstDifference(y.values, exact.map(\.value)) {
        max(4 * unitRoundoff * abs(exact[$0].value), 2e-36)
      }
      #expect(difference == nil, "\(set)")
      let slopes = firstDifference(derivative.values, exact.map { $0.derivative.isNaN ? 1 : $0.derivative }) {
        _ in
        16 * unitRoundoff
      }
      #expect(slopes == nil, "\(set)")
      return y.values + derivative.values
    }
  }

  @Test(arguments: PointwiseFunction.all)
  func infinityAndNotANumber(function: PointwiseFunction) {
    let limits: [Float] =
      switch function {
      case .linear: [.infinity, -.infinity]
      case .relu: [.infinity, 0]
      case .relu6: [6, 0]
      case .sigmoid: [1, 0]
      case .tanh: [1, -1]
      // −∞ · 0, as in Keras.
      case .swish: [.infinity, .nan]
      }
    for set in InstructionSet.available {
      // In a whole vector, and behind the last one.
      for count in [3, 32, 35] {
        let z = GuardedFloats(count) { [.infinity, -.infinity, .nan][$0 % 3] }
        let span = PixelSpan(z.start, stride: count)
        set.kernels.activate(function, pixels: 1, channels: count, z: span, y: span, derivative: nil)
        let expected = (0..<count).map { Double((limits + [.nan])[$0 % 3]) }
        #expect(firstDifference(z.values, expected) { _ in 0 } == nil, "\(set)")
      }
    }
  }
}
