import NeuralNetwork
import Testing

@Suite struct CosineDecayRestartsTests {
  /// The quotient of logarithms alone is 4.999... at t = 3, k = 5.
  @Test(arguments: [1.0, 1.25, 2, 3, 5, 10])
  func `every period begins at its height`(tMul: Double) {
    let schedule = CosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: 1024, tMul: tMul, mMul: 0.5)
    var start = 0.0
    var length = 1024.0
    var height = 1.0
    // Only powers of 1.25 up to the fifth are whole numbers of steps here.
    for period in 0..<6 {
      #expect(schedule.learningRate(step: Int(start)) == height, "period \(period)")
      if start > 0 { #expect(schedule.learningRate(step: Int(start) - 1) < 0.01 * height) }
      start += length
      length *= tMul
      height *= 0.5
    }
  }

  @Test func `defaults are Keras'`() {
    let schedule = CosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: 4)
    #expect(schedule.tMul == 2 && schedule.mMul == 1 && schedule.alpha == 0)
  }
}
