import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// Networks that nobody thought of: the engine against the plain network in Double, in shards of one sample and of all.
@Suite struct RandomNetworkTests {
  @Test(arguments: 0..<80)
  func stacks(_ number: UInt32) throws {
    try check(RandomNetwork.stack(number))
  }

  @Test(arguments: 0..<120)
  func graphs(_ number: UInt32) throws {
    try check(RandomNetwork.graph(number))
  }

  private func check(_ model: Sequential) throws {
    let problem = Problem(model, batchSize: 5)
    let expected = problem.reference(dropout: DropoutStep(seed: 3, step: 4))
    let entries = model.parameterLayout.entries.filter(\.description.isTrainable)
    let largest = entries.flatMap { expected.gradients[$0.range] }.map(abs).max() ?? 0
    for (lanes, shardSize, mostWeights) in [(2, 1, nil), (1, 5, nil), (2, 2, 0)] as [(Int, Int, Int?)] {
      let engine = try TrainingEngine(
        model: model, parameters: problem.parameters.copy(), batchSize: 5, laneCount: lanes,
        optimizer: GradientRecorder(), seed: 3, kernels: InstructionSet.best.kernels,
        executor: SerialExecutor(), shardSize: shardSize, mostWeights: mostWeights)
      let loss = engine.train(problem.source, step: 4).loss / 5
      #expect(abs(loss - expected.loss) < 1e-4 * max(1, expected.loss), "\(model)")
      for entry in entries {
        // Rounding grows behind normalizations of few pixels; what is wrong is off by a tenth and more.
        let off =
          entry.range.map { abs(Double(engine.parameters.values[$0]) - expected.gradients[$0]) }.max() ?? 0
        #expect(
          off <= 2e-3 * largest,
          "\(entry.name) is off by \(off) of \(largest), shards of \(shardSize), cut: \(mostWeights != nil)\n\(model)"
        )
      }
    }
  }
}
