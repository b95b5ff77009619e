import NeuralNetwork
import Testing

@Suite struct LearningRateScheduleTests {
  /// One of each kind, twice: the second differs from the first in one number.
  static let pairs: [(any LearningRateSchedule, any LearningRateSchedule)] = [
    (ConstantLearningRate(0.1), ConstantLearningRate(0.2)),
    (StepDecay(initialLearningRate: 1, decaySteps: 5), StepDecay(initialLearningRate: 1, decaySteps: 6)),
    (
      ExponentialDecay(initialLearningRate: 1, decaySteps: 5, decayRate: 0.5),
      ExponentialDecay(initialLearningRate: 1, decaySteps: 5, decayRate: 0.5, staircase: true)
    ),
    (
      PolynomialDecay(initialLearningRate: 1, decaySteps: 5),
      PolynomialDecay(initialLearningRate: 1, decaySteps: 5, cycle: true)
    ),
    (
      PolynomialDecay(initialLearningRate: 1, decaySteps: 5),
      PolynomialDecay(initialLearningRate: 1, decaySteps: 5, power: 2)
    ),
    (
      CosineDecay(initialLearningRate: 1, decaySteps: 5),
      CosineDecay(initialLearningRate: 1, decaySteps: 5, alpha: 0.5)
    ),
    (
      CosineDecay(initialLearningRate: 0, decaySteps: 5, warmupTarget: 1, warmupSteps: 3),
      CosineDecay(initialLearningRate: 0, decaySteps: 5, warmupTarget: 1, warmupSteps: 4)
    ),
    (
      CosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: 5),
      CosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: 5, mMul: 0.5)
    ),
    (
      PiecewiseConstantDecay(boundaries: [3], values: [1, 0.5]),
      PiecewiseConstantDecay(boundaries: [4], values: [1, 0.5])
    ),
    (
      OneCycle(maximalLearningRate: 1, totalSteps: 10),
      OneCycle(maximalLearningRate: 1, totalSteps: 10, finalDivisionFactor: 100)
    ),
    (FunctionSchedule(name: "1 / s") { 1 / (Double($0) + 1) }, FunctionSchedule(name: "1") { _ in 1 }),
  ]

  @Test func `schedules that differ are described differently`() {
    for (one, other) in Self.pairs {
      #expect(one.description != other.description, "\(one)")
      #expect("\(one)" == one.description)
      let differ = (0..<20).contains { one.learningRate(step: $0) != other.learningRate(step: $0) }
      #expect(differ, "\(one), \(other)")
    }
  }

  @Test func `rates are learning rates at every step, however far`() {
    for schedule in Self.pairs.flatMap({ [$0, $1] }) {
      for step in Array(0..<100) + [1_000_000, 1 << 40, Int.max] {
        let rate = schedule.learningRate(step: step)
        #expect(rate >= 0 && rate <= 1, "\(schedule), step \(step): \(rate)")
      }
    }
  }
}
