import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct LearningRateSchedulerTests {
  @Test func setsTheRateBeforeEachEpoch() throws {
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(epochs: 4, optimizer: SGD(learningRate: 0.5)),
      executor: SerialExecutor())
    var rates: [Double] = []
    let scheduler = LearningRateScheduler { epoch, rate in epoch < 2 ? rate : rate / 2 }
    try trainer.fit(blobs(count: 20), callbacks: [scheduler]) { rates.append($0.learningRate) }
    #expect(rates == [0.5, 0.5, 0.25, 0.125])
  }

  /// A schedule gives the rate of every step, whatever epoch it belongs to.
  @Test func schedulesCountSteps() throws {
    let trainer = try Trainer(
      model: blobModel(),
      options: TrainingOptions(
        epochs: 2, batchSize: 5, optimizer: SGD(learningRate: 9),
        schedule: FunctionSchedule(name: "falling") { 1 / Double($0 + 1) }), executor: SerialExecutor())
    final class Rates: Callback {
      let name = "rates"
      var values: [Double] = []
      func stepEnded(_ trainer: Trainer) { values.append(trainer.learningRate) }
    }
    let rates = Rates()
    try trainer.fit(blobs(count: 20), callbacks: [rates])
    #expect(rates.values == (1...8).map { 1 / Double($0) })
  }

  @Test func anUnknownMonitorIsAnErrorBeforeTheTraining() throws {
    let trainer = try Trainer(model: blobModel(), executor: SerialExecutor())
    for (name, hasValidation) in [("val_los", true), ("val_loss", false)] {
      let error = #expect(throws: TrainingError.self) {
        try trainer.fit(
          blobs(count: 20), validation: hasValidation ? blobs(count: 5) : nil,
          callbacks: [EarlyStopping(monitor: Monitor(name))])
      }
      #expect(error?.description.contains(name) == true && error?.kind == .usage)
    }
    #expect(trainer.position.steps == 0)
  }
}
