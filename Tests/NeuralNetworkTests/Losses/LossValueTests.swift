import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct LossValueTests {
  /// From probabilities as from logits.
  @Test(arguments: Loss.allCases) func agreesWithTheLossOfLogits(_ loss: Loss) {
    let isBinary = loss == .binaryCrossentropy
    let logits: [Double] = isBinary ? [0.7] : [0.3, -1.2, 0.7]
    let classes = isBinary ? 2 : 3
    let probabilities = logSoftmax((isBinary ? [0] + logits : logits)[...]).map { Float(exponential($0)) }
    for label in 0..<classes {
      var targets = Tensor(repeating: 0.0, shape: [1, classes])
      targets.scalars[label] = 1
      let expected = loss.step(
        logits: Tensor(shape: [1, logits.count], scalars: logits), targets: targets, sampleWeights: nil
      ).loss
      // Probabilities are rounded to 2^-24.
      #expect(abs(loss.value(probabilities: probabilities, label: label) - expected) < 1e-6)
    }
  }

  @Test func aProbabilityOfZeroIsNoInfiniteLoss() {
    for loss in Loss.allCases { #expect(loss.value(probabilities: [0, 1], label: 0).isFinite) }
  }
}
