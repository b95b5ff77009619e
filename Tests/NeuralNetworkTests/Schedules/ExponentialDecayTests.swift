import NeuralNetwork
import Testing

@Suite struct ExponentialDecayTests {
  @Test func `the rate falls between the stairs, unless there are any`() {
    let smooth = ExponentialDecay(initialLearningRate: 1, decaySteps: 2, decayRate: 0.25)
    #expect((0..<5).map(smooth.learningRate) == [1, 0.5, 0.25, 0.125, 0.0625])
    let stairs = ExponentialDecay(initialLearningRate: 1, decaySteps: 2, decayRate: 0.25, staircase: true)
    #expect((0..<5).map(stairs.learningRate) == [1, 1, 0.25, 0.25, 0.0625])
    #expect(smooth.description == "1.0, times 0.25 in every 2 steps")
    #expect(stairs.description == "1.0, times 0.25 in every 2 steps, as a staircase")
  }
}
