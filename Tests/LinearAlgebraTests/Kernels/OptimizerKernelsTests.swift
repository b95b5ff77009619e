import Kernels
import LinearAlgebra
import Testing

/// One step of each rule on numbers of all kinds, against the same step in Double.
@Suite struct OptimizerKernelsTests {
  static let counts = [0, 16, 48, 160]

  /// The weights, their gradient and two slots before the step.
  struct State {
    let w: GuardedFloats
    let g: GuardedFloats
    let first: GuardedFloats
    /// Squares have no sign.
    let second: GuardedFloats

    init(_ count: Int) {
      w = GuardedFloats(count) { number($0, 1) }
      g = GuardedFloats(count) { number($0, 2) * [1, 1e-3, 0][$0 % 3] }
      first = GuardedFloats(count) { number($0, 3) }
      second = GuardedFloats(count) { abs(number($0, 4)) }
    }
  }

  /// Runs a kernel and the rule that it computes; `rule` maps (w, g, first, second) to the new (w, first, second).
  func check(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ kernel: (any KernelSet.Type, Int, State) -> Void,
    rule: (Double, Double, Double, Double) -> (w: Double, first: Double, second: Double)
  ) {
    for count in Self.counts {
      withEveryInstructionSet(sourceLocation: sourceLocation) { set, kernels in
        let state = State(count)
        let before = State(count)
        kernel(kernels, count, state)
        let expected = (0..<count).map {
          rule(
            Double(before.w[$0]), Double(before.g[$0]), Double(before.first[$0]), Double(before.second[$0]))
        }
        // At most five roundings of numbers up to 2, and the rates themselves rounded.
        let difference =
          firstDifference(state.w.values, expected.map(\.w)) { _ in 16 * unitRoundoff }
          ?? firstDifference(state.first.values, expected.map(\.first)) { _ in 8 * unitRoundoff }
          ?? firstDifference(state.second.values, expected.map(\.second)) { _ in 8 * unitRoundoff }
        if let difference { Issue.record("\(set): \(difference)", sourceLocation: sourceLocation) }
        #expect(state.g.holds(before.g.values), sourceLocation: sourceLocation)
        #expect(
          state.w.isGuarded && state.first.isGuarded && state.second.isGuarded, sourceLocation: sourceLocation
        )
        return state.w.values + state.first.values + state.second.values
      }
    }
  }

  @Test func decay() {
    check {
      $0.decay(count: $1, weights: $2.w.start, rate: 0.03)
    } rule: { w, _, m, v in
      (w - w * 0.03, m, v)
    }
  }

  @Test func gradientDescent() {
    check {
      $0.gradientDescent(count: $1, weights: $2.w.start, gradient: $2.g.start, learningRate: 0.1)
    } rule: { w, g, m, v in
      (w - 0.1 * g, m, v)
    }
  }

  @Test(arguments: [false, true])
  func momentum(nesterov: Bool) {
    check {
      $0.momentum(
        count: $1, weights: $2.w.start, gradient: $2.g.start, momenta: $2.first.start, learningRate: 0.1,
        momentum: 0.9, nesterov: nesterov)
    } rule: { w, g, m, v in
      let m = 0.9 * m - 0.1 * g
      return (nesterov ? w + 0.9 * m - 0.1 * g : w + m, m, v)
    }
  }

  @Test func adam() {
    check {
      $0.adam(
        count: $1, weights: $2.w.start, gradient: $2.g.start, momenta: $2.first.start,
        velocities: $2.second.start, alpha: 0.01, oneMinusBeta1: 0.1, oneMinusBeta2: 0.001, epsilon: 1e-3)
    } rule: { w, g, m, v in
      let m = m + (g - m) * 0.1
      let v = v + (g * g - v) * 0.001
      return (w - 0.01 * m / (v.squareRoot() + 1e-3), m, v)
    }
  }

  @Test(arguments: [false, true])
  func rmsprop(hasMomentum: Bool) {
    check {
      $0.rmsprop(
        count: $1, weights: $2.w.start, gradient: $2.g.start, velocities: $2.second.start,
        momenta: hasMomentum ? $2.first.start : nil, learningRate: 0.01, rho: 0.9, oneMinusRho: 0.1,
        momentum: 0.8, epsilon: 1e-3)
    } rule: { w, g, m, v in
      let v = 0.9 * v + 0.1 * g * g
      let move = 0.01 * g / (v + 1e-3).squareRoot()
      return hasMomentum ? (w - (0.8 * m + move), 0.8 * m + move, v) : (w - move, m, v)
    }
  }

  @Test func adaGrad() {
    check {
      $0.adaGrad(
        count: $1, weights: $2.w.start, gradient: $2.g.start, accumulators: $2.second.start,
        learningRate: 0.01, epsilon: 1e-3)
    } rule: { w, g, m, a in
      let a = a + g * g
      return (w - 0.01 * g / (a + 1e-3).squareRoot(), m, a)
    }
  }

  @Test func average() {
    check {
      $0.average(count: $1, weights: $2.w.start, averages: $2.first.start, oneMinusMomentum: 0.01)
    } rule: { w, _, a, v in
      (w, a + 0.01 * (w - a), v)
    }
  }

  /// The padding of the parameter buffer stays zero, whatever the rule.
  @Test func zerosStay() {
    for set in InstructionSet.available {
      let zeros = [Float](repeating: 0, count: 16)
      let (w, g, m, v) = (
        GuardedFloats(zeros), GuardedFloats(zeros), GuardedFloats(zeros), GuardedFloats(zeros)
      )
      let kernels = set.kernels
      kernels.decay(count: 16, weights: w.start, rate: 0.1)
      kernels.momentum(
        count: 16, weights: w.start, gradient: g.start, momenta: m.start, learningRate: 0.1, momentum: 0.9,
        nesterov: true)
      kernels.adam(
        count: 16, weights: w.start, gradient: g.start, momenta: m.start, velocities: v.start, alpha: 0.1,
        oneMinusBeta1: 0.1, oneMinusBeta2: 0.001, epsilon: 1e-7)
      kernels.rmsprop(
        count: 16, weights: w.start, gradient: g.start, velocities: v.start, momenta: m.start,
        learningRate: 0.1,
        rho: 0.9, oneMinusRho: 0.1, momentum: 0.5, epsilon: 1e-7)
      #expect([w, m, v].allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    }
  }
}
