import Kernels
import LinearAlgebra
import Testing

@Suite struct PoolingKernelsTests {
  static let cases = PoolingCase.all(isPadded: false) + PoolingCase.all(isPadded: true)

  /// Coarse numbers, so that windows often hold equals; behind the channels nothing that may be used.
  func input(_ pooling: PoolingCase) -> GuardedFloats {
    GuardedFloats(pooling.inputCount) {
      $0 % pooling.pixel < pooling.channels ? coarseNumber($0, 1) : .nan
    }
  }

  /// The first tap whose value no other exceeds, by the order given.
  func best(_ pooling: PoolingCase, _ x: GuardedFloats, _ output: Int, by isBetter: (Float, Float) -> Bool)
    -> Int
  {
    (1..<max(pooling.taps, 1)).reduce(0) { best, tap in
      let (value, record) = (
        x[pooling.place(output: output, tap: tap)], x[pooling.place(output: output, tap: best)]
      )
      return isBetter(value, record) ? tap : best
    }
  }

  @Test func maximumOfStraightFunctions() {
    for pooling in Self.cases {
      let x = input(pooling)
      for i in 0..<x.count { x[i] *= 8 }
      let taps = (0..<pooling.outputCount).map { best(pooling, x, $0, by: >) }
      let largest = taps.enumerated().map { x[pooling.place(output: $0.offset, tap: $0.element)] }
      withEveryInstructionSet { set, kernels in
        for function in [PointwiseFunction.linear, .relu, .relu6] {
          let (y, choice) = (GuardedFloats(taps.count), GuardedFloats(taps.count))
          kernels.maxPool(pooling.row(x), function, output: y.start, choice: choice.start, derivative: nil)
          #expect(
            y.holds(largest.map { Float(function.exact(Double($0)).value) }),
            "\(set): \(pooling), \(function)")
          let expected = zip(taps, largest).map { tap, value in
            function.exact(Double(value)).derivative == 0 ? -1 : pooling.choice(tap: tap)
          }
          #expect(choice.holds(expected), "\(set): \(pooling), \(function)")
        }
        return []
      }
    }
  }

  @Test func minimum() {
    for pooling in Self.cases {
      let x = input(pooling)
      let taps = (0..<pooling.outputCount).map { best(pooling, x, $0, by: <) }
      withEveryInstructionSet { set, kernels in
        let (y, choice) = (GuardedFloats(taps.count), GuardedFloats(taps.count))
        kernels.minPool(pooling.row(x), output: y.start, choice: choice.start)
        #expect(
          y.holds(taps.enumerated().map { x[pooling.place(output: $0.offset, tap: $0.element)] }),
          "\(set): \(pooling)")
        #expect(choice.holds(taps.map(pooling.choice(tap:))), "\(set): \(pooling)")
        return []
      }
    }
  }

  /// As if the function were applied to every tap and the largest taken: the same bits.
  ///
  /// Swish is not monotone: its choice may be the smallest input.
  @Test(arguments: [PointwiseFunction.sigmoid, .tanh, .swish])
  func maximumOfFunctions(function: PointwiseFunction) {
    for pooling in Self.cases {
      let x = input(pooling)
      for i in 0..<x.count { x[i] *= 6 }
      withEveryInstructionSet { set, kernels in
        let (values, slopes) = (GuardedFloats(x.count), GuardedFloats(x.count))
        kernels.activate(
          function, pixels: 1, channels: x.count, z: PixelSpan(x.start, stride: x.count),
          y: PixelSpan(values.start, stride: x.count), derivative: slopes.start)
        let count = pooling.outputCount
        let (y, choice, derivative) = (GuardedFloats(count), GuardedFloats(count), GuardedFloats(count))
        kernels.maxPool(
          pooling.row(x), function, output: y.start, choice: choice.start, derivative: derivative.start)
        // The input decides among those that the function rounds to the same value.
        let taps = (0..<count).map { output -> Int in
          let tap = best(pooling, values, output, by: >)
          guard function != .swish else { return tap }
          return best(pooling, x, output, by: >)
        }
        let places = taps.enumerated().map { pooling.place(output: $0.offset, tap: $0.element) }
        #expect(y.holds(places.map { values[$0] }), "\(set): \(pooling)")
        #expect(choice.holds(taps.map(pooling.choice(tap:))), "\(set): \(pooling)")
        #expect(derivative.holds(places.map { slopes[$0] }), "\(set): \(pooling)")
        return y.values + choice.values + derivative.values
      }
    }
  }

  @Test func average() {
    for pooling in Self.cases {
      let x = input(pooling)
      withEveryInstructionSet { set, kernels in
        let y = GuardedFloats(pooling.outputCount)
        kernels.averagePool(pooling.row(x), output: y.start)
        let sums = (0..<pooling.outputCount).map { output in
          (0..<pooling.taps).reduce(Float(0)) { $0 + x[pooling.place(output: output, tap: $1)] }
        }
        // The sums of coarse numbers are exact; 1 / taps and the product round once each.
        let means = sums.map { Double($0) / Double(pooling.taps) }
        let difference = firstDifference(y.values, means) { 2 * unitRoundoff * abs(means[$0]) }
        #expect(difference == nil && y.isGuarded, "\(set): \(pooling)")
        return y.values
      }
    }
  }

  /// A window of nothing but not-a-number has that as its largest value, and lets no gradient through.
  @Test func notANumber() {
    let pooling = PoolingCase(window: (2, 2), stride: 2, channels: 5, pixel: 5)
    let x = GuardedFloats(pooling.inputCount) { _ in .nan }
    for set in InstructionSet.available {
      for function in PointwiseFunction.all {
        let (y, choice, slope) = (GuardedFloats(20), GuardedFloats(20), GuardedFloats(20))
        set.kernels.maxPool(
          pooling.row(x), function, output: y.start, choice: choice.start, derivative: slope.start)
        #expect(y.values.allSatisfy(\.isNaN) && y.isGuarded)
        #expect(choice.values.allSatisfy { $0 == (function.isRectified ? -1 : 0) })
      }
    }
  }
}
