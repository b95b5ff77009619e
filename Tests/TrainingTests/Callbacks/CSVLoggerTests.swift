import NeuralNetwork
import Parallelism
import TestSupport
import Testing

@testable import Training

@Suite struct CSVLoggerTests {
  @Test func writesATableAsKerasDoes() throws {
    try withTemporaryFolder { folder in
      let trainer = try Trainer(model: blobModel(), executor: SerialExecutor())
      func row(_ epoch: Int, _ validation: Double?) -> EpochMetrics {
        EpochMetrics(
          epoch: epoch, loss: 0.5, accuracy: 0.25, validationLoss: validation, validationAccuracy: validation,
          learningRate: 0.001, imagesPerSecond: 1, seconds: 1, weightsSHA256: "")
      }
      let (first, second) = (CSVLogger(path: folder + "/log.csv"), CSVLogger(path: folder + "/log.csv"))
      try first.epochEnded(row(1, 0.75), trainer)
      let isRestored = second.restore(state: first.state, weights: nil)
      #expect(isRestored)
      try second.epochEnded(row(2, nil), trainer)
      #expect(
        try text(of: folder + "/log.csv") == """
          epoch,accuracy,learning_rate,loss,val_accuracy,val_loss
          0,0.25,0.001,0.5,0.75,0.75
          1,0.25,0.001,0.5,NA,NA

          """)
      #expect(!second.restore(state: ["x"], weights: nil))
    }
  }
}
