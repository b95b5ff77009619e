import NeuralNetwork

@testable import Training

extension TrainingEngine {
  /// One step on all samples of a source.
  func train(_ source: ArraySource, step: Int) -> LossOperation.Terms {
    let feeder = BatchFeeder(plan: plan, source: source, buffer: input(0))
    feeder.aim(at: Array(0..<source.sampleCount)[...], epoch: 0, buffer: input(0))
    prepare(feeder)
    return train(count: source.sampleCount, input: 0, step: step, preparing: nil)
  }
}
