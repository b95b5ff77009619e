import LinearAlgebra
import NeuralNetwork
import Parallelism

extension ModelFile {
  /// The probabilities for inputs as the network sees them, (N, ...): (N, K) row by row.
  ///
  /// The same bits come of it on any machine with the instruction set, and from AVX2 and AVX-512.
  ///
  /// - Throws: `ModelError` where the model is no classifier, `TrainingError` where the inputs do not fit it.
  public func outputs(
    for inputs: Tensor<Float>, instructionSet: InstructionSet? = nil
  ) throws -> [Float] {
    let count = inputs.shape[0]
    let options = TrainingOptions(
      batchSize: max(count, 1), optimizer: SGD(), lanes: 1, instructionSet: instructionSet)
    let trainer = try Trainer(
      model: model, parameters: parameters, options: options, executor: SerialExecutor())
    return try trainer.predict(
      ArraySource(samples: inputs, labels: Array(repeating: 0, count: count), classCount: model.classCount))
  }

  /// The same model with golden examples of its weights as they are now.
  ///
  /// - Throws: What ``outputs(for:instructionSet:)`` throws.
  public func withGoldenExamples(instructionSet: InstructionSet? = nil) throws -> ModelFile {
    let inputs = GoldenExamples.inputs(for: model.inputShape)
    let outputs = try outputs(for: inputs, instructionSet: instructionSet)
    var file = self
    file.goldenExamples = GoldenExamples(
      inputs: inputs, outputs: Tensor(shape: [inputs.shape[0], model.classCount], scalars: outputs))
    return file
  }
}
