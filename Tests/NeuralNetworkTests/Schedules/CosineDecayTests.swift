import NeuralNetwork
import Testing

@Suite struct CosineDecayTests {
  @Test func `from all to a part, by half of it in the middle`() {
    let schedule = CosineDecay(initialLearningRate: 1, decaySteps: 4, alpha: 0.5)
    #expect(schedule.learningRate(step: 0) == 1)
    #expect(schedule.learningRate(step: 2) == 0.75)
    #expect([4, 5, 100].allSatisfy { schedule.learningRate(step: $0) == 0.5 })
    #expect(schedule.description == "cosine from 1.0 to 0.5 of it in 4 steps")
  }

  @Test func `a warm-up comes before and takes its own steps`() {
    let schedule = CosineDecay(
      initialLearningRate: 0, decaySteps: 2, warmupTarget: 1, warmupSteps: 4)
    #expect((0..<4).map(schedule.learningRate) == [0, 0.25, 0.5, 0.75])
    #expect(schedule.learningRate(step: 4) == 1)
    #expect(schedule.learningRate(step: 6) == 0)
    #expect(
      schedule.description == "0.0 to 1.0 in 4 steps, then cosine from 1.0 to 0.0 of it in 2 steps")
  }
}
