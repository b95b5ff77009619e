import Foundation
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct LabelSmoothingTests {
  /// The loss with smoothed labels is that of soft labels t (1 − s) + s / K, and so is every step.
  @Test func isTrainingWithSoftLabels() throws {
    let source = blobs(count: 30)
    var soft = source.targets
    for index in soft.scalars.indices { soft.scalars[index] = soft.scalars[index] * (1 - 0.2) + 0.2 / 3 }
    let softened = ArraySource(samples: source.samples, targets: soft)
    func train(_ source: ArraySource, smoothing: Double) throws -> [EpochMetrics] {
      let trainer = try Trainer(
        model: blobModel(), options: TrainingOptions(epochs: 2, batchSize: 8, labelSmoothing: smoothing),
        executor: SerialExecutor())
      var rows: [EpochMetrics] = []
      try trainer.fit(source, validation: source) { rows.append($0) }
      return rows
    }
    let smoothed = try train(source, smoothing: Double(Float(0.2)))
    let expected = try train(softened, smoothing: 0)
    #expect(smoothed.map(\.weightsSHA256) == expected.map(\.weightsSHA256))
    #expect(smoothed.map(\.validationLoss) == expected.map(\.validationLoss))
    #expect(try train(source, smoothing: 0).map(\.loss) != smoothed.map(\.loss))
  }
}
