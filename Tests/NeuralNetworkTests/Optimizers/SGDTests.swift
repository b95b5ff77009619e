import NeuralNetwork
import Testing

@Suite struct SGDTests {
  @Test func defaultsAreKeras() {
    let sgd = SGD()
    #expect(sgd.learningRate == 0.01 && sgd.momentum == 0 && !sgd.nesterov && sgd.weightDecay == nil)
    #expect(sgd.name == "sgd" && sgd.initialSlotValue == 0)
  }

  @Test func slots() {
    #expect(SGD().slotNames.isEmpty)
    #expect(SGD(momentum: 0.9).slotNames == ["momentum"])
  }

  @Test(arguments: [nil, 0.2])
  func plain(weightDecay: Double?) {
    OptimizerRun.expect(SGD(learningRate: 0.1, weightDecay: weightDecay)) { exact, g, _ in
      exact.w -= exact.w * (weightDecay ?? 0) * 0.1
      exact.w -= 0.1 * g
    }
  }

  @Test(arguments: [false, true], [nil, 0.2])
  func momentum(nesterov: Bool, weightDecay: Double?) {
    let sgd = SGD(learningRate: 0.1, momentum: 0.8, nesterov: nesterov, weightDecay: weightDecay)
    OptimizerRun.expect(sgd) { exact, g, _ in
      exact.w -= exact.w * (weightDecay ?? 0) * 0.1
      exact.slots[0] = 0.8 * exact.slots[0] - 0.1 * g
      exact.w += nesterov ? 0.8 * exact.slots[0] - 0.1 * g : exact.slots[0]
    }
  }

  /// The learning rate is inside of the momentum: a change of it does not act on what was gathered before.
  @Test func learningRateIsInsideOfTheMomentum() {
    var run = OptimizerRun(SGD(learningRate: 0.5, momentum: 0.5), weight: 0)
    run.step(1, gradient: [Float](repeating: 1, count: OptimizerRun.count))
    #expect(run.weights.allSatisfy { $0 == -0.5 } && run.slots[0] == -0.5)
    run.step(2, gradient: [Float](repeating: 0, count: OptimizerRun.count))
    #expect(run.weights.allSatisfy { $0 == -0.75 } && run.slots[0] == -0.25)
  }
}
