import Foundation
import NeuralNetwork
import Testing

@Suite struct RMSpropTests {
  @Test func defaultsAreKeras() {
    let rmsprop = RMSprop()
    #expect(rmsprop.learningRate == 0.001 && rmsprop.rho == 0.9 && rmsprop.momentum == 0)
    #expect(rmsprop.epsilon == 1e-7 && rmsprop.weightDecay == nil)
    #expect(rmsprop.name == "rmsprop" && rmsprop.initialSlotValue == 0)
  }

  @Test func slots() {
    #expect(RMSprop().slotNames == ["velocity"])
    #expect(RMSprop(momentum: 0.5).slotNames == ["velocity", "momentum"])
  }

  @Test(arguments: [nil, 0.3])
  func steps(weightDecay: Double?) {
    for (rho, epsilon) in [(0.9, 1e-7), (0.999, 1e-2)] {
      let rmsprop = RMSprop(learningRate: 0.01, rho: rho, epsilon: epsilon, weightDecay: weightDecay)
      OptimizerRun.expect(rmsprop) { exact, g, _ in
        exact.w -= exact.w * (weightDecay ?? 0) * 0.01
        exact.slots[0] = rho * exact.slots[0] + (1 - rho) * g * g
        exact.w -= 0.01 * g / sqrt(exact.slots[0] + epsilon)
      }
    }
  }

  @Test func momentum() {
    OptimizerRun.expect(RMSprop(learningRate: 0.01, momentum: 0.7, epsilon: 1e-3)) { exact, g, _ in
      exact.slots[0] = 0.9 * exact.slots[0] + 0.1 * g * g
      exact.slots[1] = 0.7 * exact.slots[1] + 0.01 * g / sqrt(exact.slots[0] + 1e-3)
      exact.w -= exact.slots[1]
    }
  }

  /// ε inside of the root: 10⁻⁶ / √(10⁻¹³ + 10⁻⁷), not 10⁻⁶ / (√10⁻¹³ + 10⁻⁷).
  @Test func smallGradients() {
    var run = OptimizerRun(RMSprop(), weight: 0)
    run.step(1, gradient: [Float](repeating: 1e-6, count: OptimizerRun.count))
    let expected = -0.001 * 1e-6 / sqrt(0.1 * 1e-12 + 1e-7)
    #expect(run.weights.allSatisfy { abs(Double($0) / expected - 1) < 10 * 0x1p-24 })
  }
}
