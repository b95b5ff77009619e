import Kernels
import LinearAlgebra
import Testing

@Suite struct ColorKernelsTests {
  private let counts = Array(0...50) + [63, 64, 65, 96, 97, 144, 200]

  /// Each operation is rounded by itself: the bits of the formula in Float.
  @Test func adjustmentsAreTheFormula() {
    let factors = (0..<ColorAdjustment.period).map { 0.01 * Float($0 % 3 + 1) }
    let offsets = (0..<ColorAdjustment.period).map { Float($0 % 3) - 0.3 }
    withEveryInstructionSet { set, kernels in
      counts.flatMap { count in
        let adjustment = ColorAdjustment(
          shift: -20.5, low: 3, high: 190, gain: 1.7, factors: factors, offsets: offsets)
        let input = (0..<count).map { Float(($0 * 37) % 256) }
        let (adjusted, rescaled) = (GuardedFloats(input), GuardedFloats(input))
        kernels.adjust(count: count, adjusted.start, adjustment)
        kernels.rescale(count: count, rescaled.start, adjustment)
        let colored = input.map { (value: Float) -> Float in
          let shifted = min(max(value + -20.5, 3), 190)
          return min(max(shifted * 1.7, 0), 255)
        }
        for (result, values) in [(adjusted, colored), (rescaled, input)] {
          let expected = values.enumerated().map { factors[$0 % 3] * $1 + offsets[$0 % 3] }
          #expect(result.holds(expected), "\(set): \(count)")
        }
        return adjusted.values + rescaled.values
      }
    }
  }

  @Test func extremesAreFoundAnywhere() {
    withEveryInstructionSet { set, kernels in
      for count in counts {
        for place in 0..<count {
          var values = (0..<count).map { Float($0 % 7) }
          values[place] = 50
          values[(place + 1) % count] = -3
          let found = kernels.extremes(count: count, values, and: (-1, 9))
          #expect(found.least == -3, "\(set): \(place) of \(count)")
          #expect(found.greatest == (count == 1 ? 9 : 50), "\(set): \(place) of \(count)")
        }
      }
      let kept = kernels.extremes(count: 3, [1, 2, 3], and: (-1, 9))
      return [kept.least, kept.greatest]
    }
  }

  /// The bits of a number in double precision, as floats that hold them all.
  private func parts(of number: Double) -> [Float] {
    let low: UInt64 = 0xF_FFFF
    return [number.bitPattern >> 40, number.bitPattern >> 20 & low, number.bitPattern & low].map { Float($0) }
  }

  /// Sums of whole numbers and a half are exact in any order; the lanes' order is seen in the bits of thirds.
  @Test func momentsAreSums() {
    withEveryInstructionSet { set, kernels in
      counts.flatMap { (count: Int) -> [Float] in
        let whole = (0..<count).map { Float($0 % 256) }
        let sums = kernels.moments(count: count, whole, center: 0.5)
        let deviations = whole.map { Double($0) - 0.5 }
        #expect(sums.first == deviations.reduce(0, +), "\(set): \(count)")
        #expect(sums.second == deviations.map { $0 * $0 }.reduce(0, +), "\(set): \(count)")
        let thirds = kernels.moments(count: count, whole.map { $0 / 3 }, center: 1 / 3.0)
        return parts(of: thirds.first) + parts(of: thirds.second)
      }
    }
  }
}
