import Kernels
import LinearAlgebra
import Testing

/// The backward half of the pooling kernels.
@Suite struct UnpoolingKernelsTests {
  /// Some window takes each tap, and where asked for some take none.
  func choices(_ pooling: PoolingCase) -> GuardedFloats {
    GuardedFloats(pooling.outputCount) { output in
      let tap = (output * 7 + output / 3) % (pooling.taps + 1) - 1
      return tap < 0 ? -1 : pooling.choice(tap: tap)
    }
  }

  /// What arrives at each tap: dy · derivative where it was chosen, else nothing.
  func share(
    _ pooling: PoolingCase, _ dy: GuardedFloats, _ choice: GuardedFloats, _ slope: GuardedFloats?,
    _ output: Int,
    _ tap: Int
  ) -> Float {
    choice[output] == pooling.choice(tap: tap) ? dy[output] * (slope?[output] ?? 1) : 0
  }

  /// Each pixel of each window, with zeros behind its channels; no other pixel.
  @Test(arguments: [false, true])
  func writesWholeWindows(hasDerivative: Bool) {
    for pooling in PoolingCase.disjoint {
      withEveryInstructionSet { set, kernels in
        let dy = GuardedFloats(pooling.outputCount) { number($0, 1) }
        let slope = hasDerivative ? GuardedFloats(pooling.outputCount) { number($0, 2) } : nil
        let choice = choices(pooling)
        let dx = GuardedFloats(pooling.inputCount)
        let dBias = GuardedFloats(pooling.channels) { number($0, 3) }
        var expected = dx.values
        var bias = dBias.values
        for output in 0..<pooling.outputCount {
          let channel = output % pooling.channels
          for tap in 0..<pooling.taps {
            let place = pooling.place(output: output, tap: tap)
            if channel == 0 { for i in 0..<pooling.pixel { expected[place + i] = 0 } }
            expected[place] = share(pooling, dy, choice, slope, output, tap)
          }
          if choice[output] >= 0 { bias[channel] += dy[output] * (slope?[output] ?? 1) }
        }
        kernels.unpool(
          pooling.row(dx), accumulates: false, dy: dy.start, choice: choice.start, derivative: slope?.start,
          dBias: dBias.start)
        #expect(dx.holds(expected), "\(set): \(pooling)")
        #expect(dBias.holds(bias), "\(set): \(pooling)")
        return dx.values + dBias.values
      }
    }
  }

  /// Windows that overlap add up, in their order; behind the channels nothing is written.
  @Test(arguments: [false, true])
  func accumulates(hasBias: Bool) {
    for pooling in PoolingKernelsTests.cases {
      withEveryInstructionSet { set, kernels in
        let dy = GuardedFloats(pooling.outputCount) { number($0, 4) }
        let choice = choices(pooling)
        let dx = GuardedFloats(pooling.inputCount) { number($0, 5) }
        let dBias = GuardedFloats(pooling.channels) { number($0, 6) }
        var expected = dx.values
        var bias = dBias.values
        for output in 0..<pooling.outputCount {
          for tap in 0..<pooling.taps {
            expected[pooling.place(output: output, tap: tap)] += share(pooling, dy, choice, nil, output, tap)
          }
          if hasBias && choice[output] >= 0 { bias[output % pooling.channels] += dy[output] }
        }
        kernels.unpool(
          pooling.row(dx), accumulates: true, dy: dy.start, choice: choice.start, derivative: nil,
          dBias: hasBias ? dBias.start : nil)
        #expect(dx.holds(expected), "\(set): \(pooling)")
        #expect(dBias.holds(bias), "\(set): \(pooling)")
        return dx.values + dBias.values
      }
    }
  }

  /// Back where it came from: pooling what was unpooled from the largest values gives them again.
  @Test func undoesMaximum() {
    for pooling in PoolingCase.disjoint {
      for set in InstructionSet.available {
        let x = GuardedFloats(pooling.inputCount) { 2 + number($0, 7) }
        let (y, choice) = (GuardedFloats(pooling.outputCount), GuardedFloats(pooling.outputCount))
        set.kernels.maxPool(pooling.row(x), .relu, output: y.start, choice: choice.start, derivative: nil)
        let dx = GuardedFloats(pooling.inputCount)
        set.kernels.unpool(
          pooling.row(dx), accumulates: false, dy: y.start, choice: choice.start, derivative: nil, dBias: nil)
        let again = GuardedFloats(pooling.outputCount)
        set.kernels.maxPool(
          pooling.row(dx), .linear, output: again.start, choice: choice.start, derivative: nil)
        #expect(again.holds(y.values), "\(set): \(pooling)")
      }
    }
  }

  @Test func average() {
    for pooling in PoolingKernelsTests.cases {
      withEveryInstructionSet { set, kernels in
        let dy = GuardedFloats(pooling.outputCount) { number($0, 8) }
        let dx = GuardedFloats(pooling.inputCount) { number($0, 9) }
        var expected = dx.values
        for output in 0..<pooling.outputCount {
          for tap in 0..<pooling.taps {
            expected[pooling.place(output: output, tap: tap)] += dy[output] * (1 / Float(pooling.taps))
          }
        }
        kernels.unpoolAverage(pooling.row(dx), dy: dy.start)
        #expect(dx.holds(expected), "\(set): \(pooling)")
        return dx.values
      }
    }
  }
}
