import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct InitializerTests {
  func values(
    _ initializer: Initializer, count: Int = 20_000, name: String = "conv2d/kernel", seed: UInt64 = 3,
    fanIn: Int = 50,
    fanOut: Int = 100
  ) -> [Double] {
    var values = [Float](repeating: .nan, count: count)
    values.withUnsafeMutableBufferPointer {
      initializer.write(to: $0, name: name, seed: seed, fanIn: fanIn, fanOut: fanOut)
    }
    return values.map(Double.init)
  }

  func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return (mean, variance.squareRoot())
  }

  // Means of 20,000 numbers scatter by σ / 141, deviations by at most σ / 200: five times that is allowed.

  @Test func glorotUniform() {
    let values = values(.glorotUniform)
    let limit = (6.0 / 150).squareRoot()
    let (mean, deviation) = moments(values)
    #expect(values.allSatisfy { abs($0) <= limit * (1 + 1e-7) })
    #expect(values.contains { $0 > 0.99 * limit } && values.contains { $0 < -0.99 * limit })
    #expect(abs(mean) < deviation * 5 / 141)
    #expect(abs(deviation - limit / 3.0.squareRoot()) < deviation / 40)
  }

  @Test func heNormal() {
    let values = values(.heNormal)
    let target = (2.0 / 50).squareRoot()
    let (mean, deviation) = moments(values)
    #expect(values.allSatisfy { abs($0) <= 2 * target / 0.87962566103423978 * (1 + 1e-7) })
    #expect(abs(mean) < target * 5 / 141)
    #expect(abs(deviation - target) < target / 40)
  }

  @Test func normal() {
    let values = values(.normal(stddev: 0.01))
    let (mean, deviation) = moments(values)
    #expect(abs(mean) < 0.01 * 5 / 141)
    #expect(abs(deviation - 0.01) < 0.01 / 40)
    // Not truncated: of 20,000 numbers about 910 lie beyond two deviations.
    #expect(values.contains { abs($0) > 0.03 })
  }

  @Test func zeros() {
    #expect(values(.zeros).allSatisfy { $0 == 0 })
  }

  @Test func seedAndNameDecide() {
    let base = values(.glorotUniform, count: 32)
    #expect(values(.glorotUniform, count: 32) == base)
    #expect(Array(values(.glorotUniform, count: 64).prefix(32)) == base)
    #expect(values(.glorotUniform, count: 32, seed: 4) != base)
    #expect(values(.glorotUniform, count: 32, name: "conv2d_1/kernel") != base)
  }
}
