import Foundation
import NeuralNetwork
import Testing

@Suite struct AdaGradTests {
  @Test func defaultsAreKeras() {
    let adaGrad = AdaGrad()
    #expect(adaGrad.learningRate == 0.001 && adaGrad.initialAccumulatorValue == 0.1)
    #expect(adaGrad.epsilon == 1e-7 && adaGrad.weightDecay == nil)
    #expect(adaGrad.name == "adagrad")
  }

  @Test func slots() {
    #expect(AdaGrad().slotNames == ["accumulator"])
    #expect(AdaGrad().initialSlotValue == 0.1)
    #expect(AdaGrad(initialAccumulatorValue: 0.5).initialSlotValue == 0.5)
  }

  @Test(arguments: [nil, 0.3])
  func steps(weightDecay: Double?) {
    let adaGrad = AdaGrad(learningRate: 0.05, epsilon: 1e-3, weightDecay: weightDecay)
    OptimizerRun.expect(adaGrad) { exact, g, _ in
      exact.w -= exact.w * (weightDecay ?? 0) * 0.05
      exact.slots[0] += g * g
      exact.w -= 0.05 * g / sqrt(exact.slots[0] + 1e-3)
    }
  }
}
