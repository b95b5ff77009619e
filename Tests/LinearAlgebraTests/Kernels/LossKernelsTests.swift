import Foundation
import Kernels
import LinearAlgebra
import Testing

@Suite struct LossKernelsTests {
  /// p, max z and Σ of one sample by the kernels of one instruction set.
  func softmax(_ logits: [Float], _ set: InstructionSet) -> (p: [Float], maximum: Float, sum: Float) {
    let z = GuardedFloats(logits)
    let p = GuardedFloats(logits.count)
    let (maximum, sum) = set.kernels.softmax(classes: logits.count, logits: z.start, probabilities: p.start)
    #expect(z.holds(logits) && p.isGuarded)
    _ = set.kernels.softmax(classes: logits.count, logits: z.start, probabilities: z.start)
    #expect(z.holds(p.values), "\(set): in place")
    return (p.values, maximum, sum)
  }

  func exact(_ logits: [Float]) -> (p: [Double], sum: Double) {
    let maximum = Double(logits.max() ?? 0)
    let powers = logits.map { exp(Double($0) - maximum) }
    let sum = powers.reduce(0, +)
    return (powers.map { $0 / sum }, sum)
  }

  @Test(arguments: [0.1, 3, 40] as [Float])
  func probabilities(magnitude: Float) {
    for classes in Array(1...36) + [100, 1000] {
      withEveryInstructionSet { set, _ in
        let logits = (0..<classes).map { magnitude * number($0, classes) }
        let (p, maximum, sum) = softmax(logits, set)
        let (expected, expectedSum) = exact(logits)
        // The difference z − max rounds (up to 80 u), e^x and the quotient (3 u), the sum of n terms (n u).
        let relative = (Double(2 * magnitude) + 4 + Double(classes)) * unitRoundoff
        let difference = firstDifference(p, expected) { relative * expected[$0] }
        #expect(difference == nil, "\(set): \(classes)")
        #expect(abs(Double(sum) - expectedSum) <= relative * expectedSum)
        #expect(maximum == logits.max())
        #expect(abs(p.reduce(0, +) - 1) <= Float(classes + 2) * 0x1p-23)
        return p + [maximum, sum]
      }
    }
  }

  /// Far below the largest logit a probability is 1.6e−38 or less, and never not a number.
  @Test func extremes() {
    for set in InstructionSet.available {
      let (p, maximum, sum) = softmax([1e4, -1e4, 1e4, 0, -.infinity], set)
      #expect(p[0] == 0.5 && p[2] == 0.5 && maximum == 1e4 && sum == 2)
      #expect([p[1], p[3], p[4]].allSatisfy { $0 >= 0 && $0 < 2e-38 })
      #expect(softmax([-1e4], set).p == [1])
      let huge = Float.greatestFiniteMagnitude
      #expect(softmax([huge, -huge], set).p[0] == 1)
      #expect(softmax([Float](repeating: -huge, count: 4), set).p == [0.25, 0.25, 0.25, 0.25])
    }
  }

  /// One logit that is not a number, or infinite, spoils the whole sample, wherever it stands.
  @Test func notANumber() {
    for set in InstructionSet.available {
      for spoiler in [Float.nan, .infinity] {
        for classes in [1, 3, 10, 16, 17, 40] {
          for place in 0..<classes {
            var logits = (0..<classes).map { number($0, 1) }
            logits[place] = spoiler
            let (p, _, sum) = softmax(logits, set)
            #expect(p.allSatisfy(\.isNaN) && sum.isNaN, "\(set): \(spoiler) at \(place) of \(classes)")
          }
        }
      }
    }
  }
}
