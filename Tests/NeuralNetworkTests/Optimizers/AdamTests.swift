import Foundation
import NeuralNetwork
import Testing

@Suite struct AdamTests {
  @Test func defaultsAreKeras() {
    let adam = Adam()
    #expect(adam.learningRate == 0.001 && adam.beta1 == 0.9 && adam.beta2 == 0.999)
    #expect(adam.epsilon == 1e-7 && adam.weightDecay == nil)
    #expect(adam.name == "adam" && adam.initialSlotValue == 0)
  }

  @Test func slots() {
    #expect(Adam().slotNames == ["momentum", "velocity"])
  }

  @Test(arguments: [nil, 0.3])
  func steps(weightDecay: Double?) {
    for (beta1, beta2, epsilon) in [(0.9, 0.999, 1e-7), (0.5, 0.9, 1e-3), (0, 0.99, 1e-7)] {
      let adam = Adam(
        learningRate: 0.02, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
      OptimizerRun.expect(adam) { exact, g, t in
        exact.w -= exact.w * (weightDecay ?? 0) * 0.02
        let alpha = 0.02 * sqrt(1 - pow(beta2, Double(t))) / (1 - pow(beta1, Double(t)))
        exact.slots[0] += (g - exact.slots[0]) * (1 - beta1)
        exact.slots[1] += (g * g - exact.slots[1]) * (1 - beta2)
        exact.w -= alpha * exact.slots[0] / (sqrt(exact.slots[1]) + epsilon)
      }
    }
  }

  /// ε beside the uncorrected root: three steps of 10⁻⁶ lead to −9.0 · 10⁻⁴ (−2.97 · 10⁻³ with ε beside the corrected one).
  @Test func smallGradients() {
    var run = OptimizerRun(Adam(), weight: 0)
    var (w, m, v) = (0.0, 0.0, 0.0)
    for step in 1...3 {
      run.step(step, gradient: [Float](repeating: 1e-6, count: OptimizerRun.count))
      m += (1e-6 - m) * (1 - 0.9)
      v += (1e-12 - v) * (1 - 0.999)
      let t = Double(step)
      w -= 0.001 * sqrt(1 - pow(0.999, t)) / (1 - pow(0.9, t)) * m / (sqrt(v) + 1e-7)
    }
    #expect(abs(w + 9.0e-4) < 5e-6)
    // Some ten roundings a step of 2⁻²⁴ each, relative to the steps.
    #expect(run.weights.allSatisfy { abs(Double($0) / w - 1) < 30 * 0x1p-24 })
  }

  /// The first step is η, whatever the size of the gradient, to the last digits: 1 − β₂ is not rounded from β₂.
  @Test(arguments: [1, 100, 0.5] as [Float])
  func firstStep(gradient: Float) {
    var run = OptimizerRun(Adam(learningRate: 0.25), weight: 0)
    run.step(1, gradient: [Float](repeating: gradient, count: OptimizerRun.count))
    let velocity = Double(gradient * gradient) * (1 - 0.999)
    let expected = -0.25 / (1 + 1e-7 / sqrt(velocity))
    #expect(run.weights.allSatisfy { abs(Double($0) / expected - 1) < 10 * 0x1p-24 })
    #expect(abs(Double(run.slots[OptimizerRun.slotStride]) / velocity - 1) < 4 * 0x1p-24)
  }
}
