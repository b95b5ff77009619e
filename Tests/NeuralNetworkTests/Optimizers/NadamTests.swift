import Foundation
import NeuralNetwork
import Testing

@Suite struct NadamTests {
  @Test func defaultsAreKeras() {
    let rule = Nadam()
    #expect(rule.learningRate == 0.001 && rule.beta1 == 0.9 && rule.beta2 == 0.999 && rule.epsilon == 1e-7)
    #expect(rule.weightDecay == nil && rule.name == "nadam" && rule.slotNames == ["momentum", "velocity"])
  }

  /// As `keras/src/optimizers/nadam.py` has it, the product of the schedule carried along.
  @Test(arguments: [nil, 0.3])
  func steps(weightDecay: Double?) {
    OptimizerRun.expect(Nadam(learningRate: 0.02, weightDecay: weightDecay)) { exact, g, t in
      exact.w -= exact.w * (weightDecay ?? 0) * 0.02
      func u(_ step: Int) -> Double { 0.9 * (1 - 0.5 * pow(0.96, Double(step))) }
      let product = (1...t).reduce(1.0) { $0 * u($1) }
      exact.slots[0] += (g - exact.slots[0]) * 0.1
      exact.slots[1] += (g * g - exact.slots[1]) * 0.001
      let m = u(t + 1) * exact.slots[0] / (1 - product * u(t + 1)) + (1 - u(t)) * g / (1 - product)
      let v = exact.slots[1] / (1 - pow(0.999, Double(t)))
      exact.w -= 0.02 * m / (sqrt(v) + 1e-7)
    }
  }
}
