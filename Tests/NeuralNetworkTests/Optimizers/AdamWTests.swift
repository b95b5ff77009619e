import Foundation
import NeuralNetwork
import Testing

@Suite struct AdamWTests {
  @Test func defaultsAreKeras() {
    let rule = AdamW()
    #expect(rule.learningRate == 0.001 && rule.weightDecay == 0.004 && rule.name == "adamw")
    #expect(rule.slotNames == ["momentum", "velocity"])
  }

  @Test func steps() {
    OptimizerRun.expect(AdamW(learningRate: 0.02, weightDecay: 0.3)) { exact, g, t in
      exact.w -= exact.w * 0.3 * 0.02
      let alpha = 0.02 * sqrt(1 - pow(0.999, t.real)) / (1 - pow(0.9, t.real))
      exact.slots[0] += (g - exact.slots[0]) * 0.1
      exact.slots[1] += (g * g - exact.slots[1]) * 0.001
      exact.w -= alpha * exact.slots[0] / (sqrt(exact.slots[1]) + 1e-7)
    }
  }
}

extension Int {
  fileprivate var real: Double { Double(self) }
}
