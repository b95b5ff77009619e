import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// Computing what a later pooling drops changes no gradient.
@Suite struct DeadOutputsTests {
  @Test(arguments: InstructionSet.available)
  func gradientsAreTheSameWithThem(_ set: InstructionSet) throws {
    // 19 -> 17 -> 8 -> 7 -> 3 rows, 18 -> 16 -> 8 -> 7 -> 3 columns: a pooling in one go becomes two steps, and the
    // last one drops an edge.
    let model = try Sequential(input: [19, 18, 2]) {
      Conv2D(6, kernelSize: 3, activation: .swish)
      MaxPooling2D()
      Conv2D(17, kernelSize: 2, activation: .tanh)
      MaxPooling2D()
      Flatten()
      Dense(3, activation: .softmax)
    }
    let problem = Problem(model, batchSize: 5)
    let expected = problem.reference(dropout: nil)
    for keepsDeadOutputs in [false, true] {
      let engine = try TrainingEngine(
        model: model, parameters: problem.parameters.copy(), batchSize: 5, laneCount: 2,
        optimizer: GradientRecorder(), seed: 0, kernels: set.kernels, executor: SerialExecutor(),
        keepsDeadOutputs: keepsDeadOutputs)
      let terms = engine.train(problem.source, step: 0)
      // Sums of up to some thousand products of numbers around 1, each rounded to 2^-24: 1e-5 of the largest.
      #expect(abs(terms.loss / 5 - expected.loss) < 1e-5 * max(1, expected.loss))
      for entry in model.parameterLayout.entries {
        let largest = expected.gradients[entry.range].map(abs).max() ?? 0
        let deviation =
          entry.range.map { abs(Double(engine.parameters.values[$0]) - expected.gradients[$0]) }.max() ?? 0
        #expect(deviation <= 1e-5 * largest + 1e-7, "\(entry.name), kept: \(keepsDeadOutputs)")
      }
    }
  }
}
