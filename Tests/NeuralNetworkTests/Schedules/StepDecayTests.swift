import NeuralNetwork
import Testing

@Suite struct StepDecayTests {
  @Test func `the rate drops after every so many steps`() {
    let schedule = StepDecay(initialLearningRate: 1, decaySteps: 3, factor: 0.5)
    #expect((0..<8).map(schedule.learningRate) == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
    #expect(schedule.description == "1.0, times 0.5 after every 3 steps")
  }

  @Test func `without a factor it is a tenth`() {
    #expect(StepDecay(initialLearningRate: 1, decaySteps: 1).learningRate(step: 1) == 0.1)
  }
}
