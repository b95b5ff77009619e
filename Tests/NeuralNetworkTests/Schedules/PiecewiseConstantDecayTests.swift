import NeuralNetwork
import Testing

@Suite struct PiecewiseConstantDecayTests {
  @Test func `a boundary belongs to what is before it`() {
    let schedule = PiecewiseConstantDecay(boundaries: [1, 3], values: [1, 0.5, 0.25])
    #expect((0..<6).map(schedule.learningRate) == [1, 1, 0.5, 0.5, 0.25, 0.25])
    #expect(schedule.description == "1.0 up to step 1, 0.5 up to step 3, then 0.25")
  }

  @Test func `without boundaries there is one value`() {
    #expect(PiecewiseConstantDecay(boundaries: [], values: [0.5]).learningRate(step: 7) == 0.5)
  }
}
