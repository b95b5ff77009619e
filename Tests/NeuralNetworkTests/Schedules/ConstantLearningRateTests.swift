import NeuralNetwork
import Testing

@Suite struct ConstantLearningRateTests {
  @Test func `every step has the rate`() {
    let schedule = ConstantLearningRate(0.25)
    #expect([0, 1, 1000, Int.max].allSatisfy { schedule.learningRate(step: $0) == 0.25 })
    #expect(schedule.description == "0.25 at every step")
  }
}
