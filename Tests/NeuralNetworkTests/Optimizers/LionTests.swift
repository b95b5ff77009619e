import NeuralNetwork
import Testing

@Suite struct LionTests {
  @Test func defaultsAreKeras() {
    let rule = Lion()
    #expect(rule.learningRate == 0.001 && rule.beta1 == 0.9 && rule.beta2 == 0.99 && rule.weightDecay == nil)
    #expect(rule.name == "lion" && rule.slotNames == ["momentum"])
  }

  @Test(arguments: [nil, 0.3])
  func steps(weightDecay: Double?) {
    OptimizerRun.expect(Lion(learningRate: 0.02, weightDecay: weightDecay)) { exact, g, _ in
      exact.w -= exact.w * (weightDecay ?? 0) * 0.02
      let direction = 0.9 * exact.slots[0] + 0.1 * g
      exact.w -= 0.02 * (direction > 0 ? 1 : direction < 0 ? -1 : 0)
      exact.slots[0] = 0.99 * exact.slots[0] + 0.01 * g
    }
  }
}
