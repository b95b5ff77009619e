import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct TimeBudgetTests {
  @Test func endsAfterAStep() throws {
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(epochs: 3, batchSize: 5), executor: SerialExecutor())
    let budget = TimeBudget(seconds: 0)
    var epochs = 0
    try trainer.fit(blobs(count: 20), callbacks: [budget]) { _ in epochs += 1 }
    #expect(budget.isExceeded && trainer.position.steps == 1 && epochs == 0)
    // There is time enough.
    let long = TimeBudget(seconds: 1e9)
    try trainer.fit(blobs(count: 20), callbacks: [long]) { _ in epochs += 1 }
    #expect(!long.isExceeded && epochs == 3)
  }
}
