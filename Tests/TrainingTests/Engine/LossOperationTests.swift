import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct LossOperationTests {
  /// Where the network is sure, a wrong class has a probability of e^-100: a subnormal number, which no gradient may be.
  /// A weight of 0 shows it: whatever gradient it has would stand there after a step.
  @Test func sureNetworksHaveNoSubnormalGradients() throws {
    let model = try Sequential(input: [2]) { Dense(2, activation: .softmax) }
    let source = ArraySource(
      samples: Tensor(shape: [1, 2], scalars: [1, 1]), labels: [0], classCount: 2)
    for (certainty, moves) in [(Float(100), false), (10, true)] {
      let parameters = Parameters(layout: model.parameterLayout)
      let kernel = parameters.buffer(of: model.parameterLayout.entries[0])
      for (place, value) in [certainty, 0, 0, 0].enumerated() { kernel[place] = value }
      let engine = try TrainingEngine(
        model: model, parameters: parameters, batchSize: 1, laneCount: 1, optimizer: SGD(learningRate: 1),
        seed: 0, kernels: InstructionSet.best.kernels, executor: SerialExecutor(), clock: nil)
      let loss = engine.train(source, step: 0).loss
      #expect(loss >= 0 && loss < 1e-4)
      #expect((kernel[3] != 0) == moves)
    }
  }
}
