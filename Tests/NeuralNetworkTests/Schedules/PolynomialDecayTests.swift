import NeuralNetwork
import Testing

@Suite struct PolynomialDecayTests {
  @Test func `a straight line, then its end`() {
    let line = PolynomialDecay(initialLearningRate: 1, decaySteps: 4, endLearningRate: 0.5)
    #expect((0..<7).map(line.learningRate) == [1, 0.875, 0.75, 0.625, 0.5, 0.5, 0.5])
    #expect(line.description == "1.0 to 0.5 in 4 steps, power 1.0")
  }

  @Test func `in cycles the line begins anew, twice and three times as long`() {
    let cycles = PolynomialDecay(initialLearningRate: 1, decaySteps: 4, endLearningRate: 0, cycle: true)
    #expect((0...8).map(cycles.learningRate) == [1, 0.75, 0.5, 0.25, 0, 0.375, 0.25, 0.125, 0])
    #expect(cycles.description.hasSuffix(", in cycles"))
  }

  @Test func `defaults are Keras'`() {
    let schedule = PolynomialDecay(initialLearningRate: 1, decaySteps: 4)
    #expect(schedule.endLearningRate == 0.0001 && schedule.power == 1 && !schedule.cycle)
  }
}
