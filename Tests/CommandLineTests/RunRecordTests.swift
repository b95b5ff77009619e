import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct RunRecordTests {
  @Test func `the best model is kept, the last one replaced`() throws {
    try withTemporaryFolder { base in
      let model = try Sequential(input: [4]) { Dense(2, activation: .softmax) }
      let parameters = Parameters(layout: model.parameterLayout)
      let folder = try RunFolder.claim(base)
      let file = ModelFile(
        model: model, parameters: parameters, classNames: ["a", "b"],
        preprocessing: Preprocessing(height: 2, width: 2, color: "grayscale"))
      var record = RunRecord(folder: folder, file: file)
      var hashes: [String] = []
      for (epoch, accuracy) in [0.5, 0.75, 0.6].enumerated() {
        parameters["dense/bias"] = Tensor(shape: [2], scalars: [Float(epoch), 0])
        hashes.append(parameters.weightsSHA256())
        try record.add(
          MetricsRow(
            epoch: epoch + 1, loss: 1, accuracy: 0.5, validationLoss: 1, validationAccuracy: accuracy,
            learningRate: 0.1, imagesPerSecond: 1, seconds: 1, weightsSHA256: hashes[epoch]))
      }
      #expect(try ModelFile(path: folder.model).parameters.weightsSHA256() == hashes[2])
      #expect(try ModelFile(path: folder.best).parameters.weightsSHA256() == hashes[1])
      #expect(
        try names(in: base) == ["best.safetensors", "metrics.csv", "metrics.jsonl", "model.safetensors"])
      #expect(record.closing(data: "my data").contains("epoch 2, validation accuracy 0.7500"))
      #expect(record.closing(data: "my data").hasSuffix("evaluate \(folder.best) 'my data'"))
      #expect(record.closing(data: nil).contains("predict \(folder.best)"))
    }
  }
}
