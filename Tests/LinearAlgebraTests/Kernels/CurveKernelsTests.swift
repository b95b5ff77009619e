import Foundation
import Kernels
import LinearAlgebra
import Testing

@Suite struct CurveKernelsTests {
  static let functions: [(name: String, CurveFunction, value: @Sendable (Double) -> Double)] = [
    ("leaky relu", .leakyReLU(slope: 0.25), { $0 < 0 ? 0.25 * $0 : $0 }),
    ("elu", .elu(alpha: 1.5), { $0 < 0 ? 1.5 * expm1($0) : $0 }),
    ("gelu", .gelu, { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }),
    ("hard swish", .hardSwish, { $0 * min(max($0 + 3, 0), 6) / 6 }),
    ("softplus", .softplus, { max($0, 0) + log1p(exp(-abs($0))) }),
    ("clamp", .clamp(low: -1, high: 6), { min(max($0, -1), 6) }),
    (
      "rectified", .rectified(slope: 0.5, threshold: 1, high: 4),
      { $0 >= 4 ? 4 : $0 >= 1 ? $0 : 0.5 * ($0 - 1) }
    ),
  ]

  /// Values against the formula in Double, slopes against its central differences.
  @Test(arguments: functions.indices)
  func curve(index: Int) {
    let (name, function, value) = Self.functions[index]
    for count in [1, 7, 16, 33, 100] {
      withEveryInstructionSet { set, kernels in
        // From −10 to 10, never at a kink.
        let x = GuardedFloats(count) { 10 * number($0, 3) + 0.001 }
        let y = GuardedFloats(count)
        let slope = GuardedFloats(count)
        kernels.curve(function, count: count, x.start, y.start, derivative: slope.start)
        let exact = x.values.map { value(Double($0)) }
        // erf is approximate to 1.5e-7, the others to a few units in the last place; times x, at most 10.
        let difference = firstDifference(y.values, exact) { 4e-7 * max(abs(Double(x[$0])), 1) }
        #expect(difference == nil, "\(name), \(set): \(difference ?? "")")
        let h = 1e-5
        let slopes = x.values.map { (value(Double($0) + h) - value(Double($0) - h)) / (2 * h) }
        // The second derivative of gelu is below 1, of hard swish 1/3: h² is nothing beside 2e-6.
        let slopeDifference = firstDifference(slope.values, slopes) { _ in 2e-6 }
        #expect(slopeDifference == nil, "\(name), \(set): \(slopeDifference ?? "")")
        #expect(x.isGuarded && y.isGuarded && slope.isGuarded)
        return y.values + slope.values
      }
    }
  }

  /// At a kink the slope is that of the left side, but 0 where an upper limit begins, and 1 where hard swish ends.
  @Test func kinks() {
    let kinks: [(CurveFunction, x: Float, y: Float, slope: Float)] = [
      (.leakyReLU(slope: 0.25), 0, 0, 0.25), (.elu(alpha: 1.5), 0, 0, 1.5),
      (.hardSwish, -3, 0, 0), (.hardSwish, 3, 3, 1),
      (.clamp(low: -1, high: 6), -1, -1, 0), (.clamp(low: -1, high: 6), 6, 6, 0),
      (.rectified(slope: 0.5, threshold: 1, high: 4), 1, 0, 0.5),
      (.rectified(slope: 0.5, threshold: 1, high: 4), 4, 4, 0),
      (.rectified(slope: 0, threshold: 0, high: .infinity), 0, 0, 0),
    ]
    for (function, x, y, slope) in kinks {
      withEveryInstructionSet { set, kernels in
        let inputs = GuardedFloats(17) { _ in x }
        let (outputs, slopes) = (GuardedFloats(17), GuardedFloats(17))
        kernels.curve(function, count: 17, inputs.start, outputs.start, derivative: slopes.start)
        #expect(outputs.values.allSatisfy { $0 == y }, "\(function) at \(x), \(set)")
        #expect(slopes.values.allSatisfy { $0 == slope }, "\(function) at \(x), \(set): \(slopes.values[0])")
        return outputs.values + slopes.values
      }
    }
  }

  @Test(arguments: [1, 15, 40])
  func multiply(count: Int) {
    withEveryInstructionSet { _, kernels in
      let a = GuardedFloats(count) { number($0, 1) }
      let b = GuardedFloats(count) { number($0, 2) }
      let y = GuardedFloats(count)
      kernels.multiply(count: count, a.start, b.start, y.start)
      #expect(y.holds(zip(a.values, b.values).map { $0 * $1 }))
      return y.values
    }
  }

  @Test(arguments: [1, 15, 40])
  func rectify(count: Int) {
    let inputs = (0..<count).map { number($0, 1) }
    let slopeValues = (0..<count).map { number($0, 2) }
    let gradients = (0..<count).map { number($0, 3) }
    let before = (0..<count).map { number($0, 4) }
    var expected: [[Float]] = [[], [], []]
    for i in 0..<count {
      let (x, slope, dy) = (inputs[i], slopeValues[i], gradients[i])
      expected[0].append(x > 0 ? x : x * slope)
      expected[1].append(x > 0 ? dy : dy * slope)
      expected[2].append(before[i] + (x > 0 ? 0 : x * dy))
    }
    withEveryInstructionSet { set, kernels in
      let x = GuardedFloats(inputs)
      let slopes = GuardedFloats(slopeValues)
      let dy = GuardedFloats(gradients)
      let y = GuardedFloats(count)
      let dx = GuardedFloats(count)
      let dSlopes = GuardedFloats(before)
      kernels.rectify(count: count, x.start, slopes: slopes.start, y.start)
      kernels.rectifyBack(
        count: count, x.start, slopes: slopes.start, dy: dy.start, dx: dx.start, dSlopes: dSlopes.start)
      #expect(y.holds(expected[0]) && dx.holds(expected[1]) && dSlopes.holds(expected[2]), "\(set)")
      return y.values + dx.values + dSlopes.values
    }
  }

  /// Forward against the formula, backward against its central differences.
  @Test(arguments: [(1, 2), (5, 2), (16, 5), (33, 1), (40, 20)])
  func localResponse(channels: Int, radius: Int) {
    let response = LocalResponse(radius: radius, bias: 1.5, alpha: 0.3, beta: 0.75)
    func exact(_ x: [Double]) -> [Double] {
      x.indices.map { c in
        let window = x[max(0, c - radius)...min(channels - 1, c + radius)]
        return x[c] * pow(1.5 + 0.3 * window.reduce(0) { $0 + $1 * $1 }, -0.75)
      }
    }
    withEveryInstructionSet { set, kernels in
      let x = GuardedFloats(channels) { 2 * number($0, 1) }
      let dy = GuardedFloats(channels) { number($0, 2) }
      let y = GuardedFloats(channels)
      let d = GuardedFloats(channels)
      let dx = GuardedFloats(channels)
      let padded = GuardedFloats(channels + 2 * radius + 32)
      kernels.respond(
        response, channels: channels, x.start, y.start, denominators: d.start, padded: padded.start)
      kernels.respondBack(
        response, channels: channels, x.start, y.start, denominators: d.start, dy: dy.start, dx: dx.start,
        padded: padded.start)
      let inputs = x.values.map(Double.init)
      // The power is right to some 3e-6.
      let difference = firstDifference(y.values, exact(inputs)) { _ in 1e-5 }
      #expect(difference == nil, "\(set): \(difference ?? "")")
      let h = 1e-6
      let gradient = (0..<channels).map { c -> Double in
        var (above, below) = (inputs, inputs)
        above[c] += h
        below[c] -= h
        return zip(zip(exact(above), exact(below)), dy.values).reduce(0) {
          $0 + ($1.0.0 - $1.0.1) / (2 * h) * Double($1.1)
        }
      }
      let gradientDifference = firstDifference(dx.values, gradient) { _ in 2e-5 }
      #expect(gradientDifference == nil, "\(set): \(gradientDifference ?? "")")
      #expect(x.isGuarded && y.isGuarded && d.isGuarded && dx.isGuarded && padded.isGuarded)
      return y.values + dx.values
    }
  }
}
