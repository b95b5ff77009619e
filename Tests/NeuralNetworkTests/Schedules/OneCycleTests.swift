import NeuralNetwork
import Testing

@Suite struct OneCycleTests {
  @Test func `up, down, and there it stays`() {
    let schedule = OneCycle(
      maximalLearningRate: 1, totalSteps: 11, warmupFraction: 5.0 / 11, divisionFactor: 2,
      finalDivisionFactor: 4)
    // The rise ends at step 4; a wave's half is the mean of its ends.
    #expect(abs(schedule.learningRate(step: 0) - 0.5) < 1e-15)
    #expect(abs(schedule.learningRate(step: 2) - 0.75) < 1e-15)
    #expect(schedule.learningRate(step: 4) == 1)
    #expect(abs(schedule.learningRate(step: 7) - 0.5625) < 1e-15)
    #expect([10, 11, 1000].allSatisfy { schedule.learningRate(step: $0) == 0.125 })
  }

  /// PyTorch divides zero by zero where the rise ends at step 0.
  @Test func `a rise without length begins at its top`() {
    let schedule = OneCycle(maximalLearningRate: 1, totalSteps: 4, warmupFraction: 0.25)
    #expect(schedule.learningRate(step: 0) == 1)
    #expect(schedule.learningRate(step: 1) < 1)
  }
}
