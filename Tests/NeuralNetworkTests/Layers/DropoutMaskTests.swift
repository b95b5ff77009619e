import Testing

@testable import NeuralNetwork

@Suite struct DropoutMaskTests {
  @Test func writingAgreesWithAsking() {
    let mask = DropoutMask(rate: 0.3, seed: 7, layer: 5)
    for count in [1, 3, 4, 5, 130] {
      var factors = [Float](repeating: .nan, count: count)
      factors.withUnsafeMutableBufferPointer { mask.write(to: $0, position: 2, step: 9) }
      for element in 0..<count {
        #expect(factors[element] == (mask.keeps(element: element, position: 2, step: 9) ? mask.scale : 0))
      }
    }
  }

  @Test func fractionAndScale() {
    let mask = DropoutMask(rate: 0.25, seed: 1, layer: 0)
    #expect(mask.scale == Float(1 / 0.75))
    var factors = [Float](repeating: .nan, count: 40_000)
    factors.withUnsafeMutableBufferPointer { mask.write(to: $0, position: 0, step: 0) }
    let fallen = Double(factors.count { $0 == 0 }) / 40_000
    // Four standard deviations of a binomial fraction: 4 * sqrt(0.25 * 0.75 / 40000) = 0.0087.
    #expect(abs(fallen - 0.25) < 0.0087)
  }

  @Test func everyCounterMatters() {
    func factors(rate: Double = 0.5, seed: UInt64 = 0, layer: Int = 0, position: Int = 0, step: UInt32 = 0)
      -> [Float]
    {
      var factors = [Float](repeating: .nan, count: 64)
      factors.withUnsafeMutableBufferPointer {
        DropoutMask(rate: rate, seed: seed, layer: layer).write(to: $0, position: position, step: step)
      }
      return factors
    }
    let base = factors()
    #expect(factors() == base)
    for other in [factors(seed: 1), factors(layer: 1), factors(position: 1), factors(step: 1)] {
      #expect(other != base)
    }
    #expect(factors(rate: 0).allSatisfy { $0 == 1 })
  }
}
