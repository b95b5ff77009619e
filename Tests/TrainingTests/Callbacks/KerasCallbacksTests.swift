import Foundation
import NeuralNetwork
import Parallelism
import TestSupport
import Testing

@testable import Training

/// The callbacks decide as Keras' do: on the sequences of `Scripts/reference/callbacks.py`.
@Suite struct KerasCallbacksTests {
  private func cases(_ callback: String) throws -> (initial: Double, cases: [JSON]) {
    let url = try #require(Bundle.module.url(forResource: "keras-callbacks", withExtension: "json"))
    let json = try JSON(parsing: Data(contentsOf: url))
    let cases = try #require(json["cases"]?.elements).filter { $0["callback"]?.text == callback }
    return (try #require(json["initial_learning_rate"]?.realNumber), cases)
  }

  private func monitor(_ arguments: JSON) -> Monitor {
    let mode = arguments["mode"]?.text.flatMap(Monitor.Mode.init(rawValue:))
    return Monitor(arguments["monitor"]?.text ?? "val_loss", mode: mode ?? .auto)
  }

  /// An epoch in which one metric has a value.
  private func metrics(_ epoch: Int, _ name: String, _ value: Double, learningRate: Double) -> EpochMetrics {
    EpochMetrics(
      epoch: epoch + 1, loss: name == "loss" ? value : 1, accuracy: name == "accuracy" ? value : 0,
      validationLoss: name == "val_loss" ? value : 1, validationAccuracy: name == "val_accuracy" ? value : 0,
      learningRate: learningRate, imagesPerSecond: 1, seconds: 1, weightsSHA256: "")
  }

  private func trainer(learningRate: Double) throws -> Trainer {
    try Trainer(
      model: blobModel(), options: TrainingOptions(optimizer: SGD(learningRate: learningRate)),
      executor: SerialExecutor())
  }

  /// The epoch that ends the training, and whose weights are there at the end. Half-way the callback is replaced by one
  /// that takes over its state.
  @Test func earlyStopping() throws {
    let (rate, cases) = try cases("EarlyStopping")
    #expect(cases.count >= 10)
    for json in cases {
      let arguments = try #require(json["arguments"])
      let values = try #require(json["values"]?.elements).compactMap(\.realNumber)
      func callback() -> EarlyStopping {
        EarlyStopping(
          monitor: monitor(arguments), minDelta: arguments["min_delta"]?.realNumber ?? 0,
          patience: arguments["patience"]?.wholeNumber ?? 0, baseline: arguments["baseline"]?.realNumber,
          restoreBestWeights: arguments["restore_best_weights"] == true,
          startFromEpoch: arguments["start_from_epoch"]?.wholeNumber ?? 0)
      }
      let trainer = try trainer(learningRate: rate)
      var stopping = callback()
      var stopped: Int?
      for (epoch, value) in values.enumerated() where stopped == nil {
        // The weights tell which epoch they are of.
        trainer.parameters.values[0] = Float(epoch)
        let name = try #require(stopping.monitor?.name)
        try stopping.epochEnded(metrics(epoch, name, value, learningRate: rate), trainer)
        if trainer.stopsTraining { stopped = epoch }
        if epoch == values.count / 2 {
          let next = callback()
          let isRestored = next.restore(state: stopping.state, weights: stopping.weights)
          #expect(isRestored)
          stopping = next
        }
      }
      try stopping.trainingEnded(trainer)
      #expect(stopped == json["stopped_epoch"]?.wholeNumber, "\(json)")
      #expect(Int(trainer.parameters.values[0]) == json["last_weights"]?.wholeNumber, "\(json)")
    }
  }

  /// The learning rate after each epoch; Keras keeps it in single precision.
  @Test func reduceOnPlateau() throws {
    let (rate, cases) = try cases("ReduceLROnPlateau")
    #expect(cases.count >= 5)
    for json in cases {
      let arguments = try #require(json["arguments"])
      let values = try #require(json["values"]?.elements).compactMap(\.realNumber)
      let expected = try #require(json["learning_rates"]?.elements).compactMap(\.realNumber)
      func callback() -> ReduceLROnPlateau {
        ReduceLROnPlateau(
          monitor: monitor(arguments), factor: arguments["factor"]?.realNumber ?? 0.1,
          patience: arguments["patience"]?.wholeNumber ?? 10,
          minDelta: arguments["min_delta"]?.realNumber ?? 1e-4,
          cooldown: arguments["cooldown"]?.wholeNumber ?? 0,
          minLearningRate: arguments["min_lr"]?.realNumber ?? 0)
      }
      let trainer = try trainer(learningRate: rate)
      var plateau = callback()
      for (epoch, value) in values.enumerated() {
        let name = try #require(plateau.monitor?.name)
        try plateau.epochEnded(metrics(epoch, name, value, learningRate: trainer.learningRate), trainer)
        let difference = abs(trainer.learningRate - expected[epoch])
        #expect(difference <= 1e-6 * expected[epoch], "\(json), epoch \(epoch)")
        if epoch == values.count / 2 {
          let next = callback()
          let isRestored = next.restore(state: plateau.state, weights: nil)
          #expect(isRestored)
          plateau = next
        }
      }
    }
  }

  /// The epochs that are saved.
  @Test func modelCheckpoint() throws {
    let (rate, cases) = try cases("ModelCheckpoint")
    #expect(cases.count >= 5)
    let trainer = try trainer(learningRate: rate)
    let file = ModelFile(
      model: trainer.model, parameters: trainer.parameters, classNames: ["a", "b", "c"],
      preprocessing: Preprocessing(height: 1, width: 2, color: "grayscale"))
    for json in cases {
      let arguments = try #require(json["arguments"])
      let values = try #require(json["values"]?.elements).compactMap(\.realNumber)
      let expected = try #require(json["saved_epochs"]?.elements).compactMap(\.wholeNumber)
      try withTemporaryFolder { folder in
        func callback() -> ModelCheckpoint {
          ModelCheckpoint(
            path: folder + "/{epoch}.safetensors", file: file, monitor: monitor(arguments),
            initialValueThreshold: arguments["initial_value_threshold"]?.realNumber)
        }
        var checkpoint = callback()
        for (epoch, value) in values.enumerated() {
          trainer.parameters.values[0] = Float(epoch)
          let name = try #require(checkpoint.monitor?.name)
          try checkpoint.epochEnded(metrics(epoch, name, value, learningRate: rate), trainer)
          if epoch == values.count / 2 {
            let next = callback()
            let isRestored = next.restore(state: checkpoint.state, weights: nil)
            #expect(isRestored)
            checkpoint = next
          }
        }
        #expect(try Set(names(in: folder)) == Set(expected.map { "\($0 + 1).safetensors" }), "\(json)")
        for epoch in expected {
          let saved = try ModelFile(path: folder + "/\(epoch + 1).safetensors")
          #expect(saved.parameters.values[0] == Float(epoch))
        }
      }
    }
  }
}
