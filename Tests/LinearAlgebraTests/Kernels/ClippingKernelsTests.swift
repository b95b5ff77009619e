import Kernels
import LinearAlgebra
import Testing

@Suite struct ClippingKernelsTests {
  /// Sixteen sums over every sixteenth number, whatever the width: the same bits from each vector length.
  @Test(arguments: [0, 16, 48, 2048])
  func addSquares(count: Int) {
    withEveryInstructionSet { set, kernels in
      let x = GuardedFloats(count) { number($0, 1) }
      let sums = GuardedFloats(16) { Float($0) }
      kernels.addSquares(count: count, x.start, to: sums.start)
      let expected = (0..<16).map { lane in
        stride(from: lane, to: count, by: 16).reduce(Double(lane)) { $0 + Double(x[$1]) * Double(x[$1]) }
      }
      // One rounding an addition, of sums up to 16 + 128.
      let difference = firstDifference(sums.values, expected) { _ in
        Double(count / 16 + 1) * 144 * unitRoundoff
      }
      #expect(difference == nil, "\(set): \(difference ?? "")")
      #expect(sums.isGuarded && x.isGuarded)
      return sums.values
    }
  }

  @Test func clamp() {
    withEveryInstructionSet { set, kernels in
      let numbers: [Float] = [0, -0.0, 0.5, -0.5, 0.25, 1e30, -1e30, .infinity, -.infinity, .nan]
      let x = GuardedFloats(48) { numbers[$0 % numbers.count] }
      kernels.clamp(count: 48, x.start, limit: 0.5)
      for i in 0..<48 {
        let number = numbers[i % numbers.count]
        if number.isNaN {
          #expect(x[i].isNaN, "\(set), \(i)")
        } else {
          #expect(x[i] == min(max(number, -0.5), 0.5), "\(set), \(i)")
        }
      }
      #expect(x.isGuarded)
      return x.values.map { $0.isNaN ? 9 : $0 }
    }
  }
}
