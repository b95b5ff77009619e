import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct RunRecordTests {
  /// A run of a tiny model in a folder of its own.
  private func withRun(_ body: (RunRecord, RunFolder, Parameters) throws -> Void) throws {
    try withTemporaryFolder { base in
      let model = try Sequential(input: [4]) { Dense(2, activation: .softmax) }
      let parameters = Parameters(layout: model.parameterLayout)
      let folder = try RunFolder.claim(base + "/run")
      let file = ModelFile(
        model: model, parameters: parameters, classNames: ["a", "b"],
        preprocessing: Preprocessing(height: 2, width: 2, color: "grayscale"))
      let record = RunRecord(
        folder: folder, file: file, plan: .init(), callbacks: [], environment: .null,
        troubles: RunTroubles { _ in }, events: { _ in })
      try body(record, folder, parameters)
    }
  }

  private func row(_ epoch: Int, accuracy: Double, loss: Double = 1, hash: String = "") -> MetricsRow {
    MetricsRow(
      epoch: epoch, loss: loss, accuracy: 0.5, validationLoss: 1, validationAccuracy: accuracy,
      learningRate: 0.1, imagesPerSecond: 1, seconds: 1, weightsSHA256: hash)
  }

  @Test func `the best model is kept, the last one replaced`() throws {
    try withRun { record, folder, parameters in
      var hashes: [String] = []
      for (epoch, accuracy) in [0.5, 0.75, 0.6].enumerated() {
        parameters["dense/bias"] = Tensor(shape: [2], scalars: [Float(epoch), 0])
        hashes.append(parameters.weightsSHA256())
        record.add(row(epoch + 1, accuracy: accuracy, hash: hashes[epoch]))
      }
      #expect(try ModelFile(path: folder.model).parameters.weightsSHA256() == hashes[2])
      #expect(try ModelFile(path: folder.best).parameters.weightsSHA256() == hashes[1])
      let files = try names(in: folder.path)
      #expect(
        files == [".lock", "best.safetensors", "metrics.csv", "metrics.jsonl", "model.safetensors"])
      #expect(record.closing(data: "my data").contains("epoch 2, validation accuracy 0.7500"))
      #expect(record.closing(data: "my data").hasSuffix("evaluate \(folder.best) 'my data'"))
      #expect(record.closing(data: nil).contains("predict \(folder.best)"))
    }
  }

  @Test func `a row comes back from its JSON`() throws {
    var whole = row(3, accuracy: 0.5, hash: "1a")
    #expect(MetricsRow(json: try JSON(parsing: whole.json.utf8)) == whole)
    whole.validationLoss = nil
    whole.validationAccuracy = nil
    #expect(MetricsRow(json: try JSON(parsing: whole.json.utf8)) == whole)
    #expect(MetricsRow(json: .object([("epoch", 1)])) == nil)
  }

  @Test func `the best is the best by the metric that is named`() {
    let (low, high) = (row(1, accuracy: 0.9, loss: 2), row(2, accuracy: 0.1, loss: 1))
    #expect(low.isBetter(than: high, by: nil))
    #expect(high.isBetter(than: low, by: Monitor("loss")))
    #expect(!low.isBetter(than: high, by: Monitor("loss")))
    #expect(low.isBetter(than: high, by: Monitor("loss", mode: .max)))
    #expect(low.isBetter(than: nil, by: Monitor("val_accuracy")))
  }
}
