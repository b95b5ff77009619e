import Files
import Foundation
import NeuralNetwork
import Parallelism
import TestSupport
import Testing

@testable import Training

/// Checkpoints that are written while the training goes on.
@Suite struct CheckpointWriterTests {
  private let trainer: Trainer
  private let file: ModelFile

  init() throws {
    trainer = try Trainer(
      model: try blobModel(), options: TrainingOptions(epochs: 1), executor: SerialExecutor())
    file = ModelFile(
      model: trainer.model, parameters: trainer.weights, classNames: ["a", "b", "c"],
      preprocessing: Preprocessing(height: 1, width: 2, color: "grayscale"))
  }

  /// The training changes its weights and slots as soon as `begin` returns; the file has them as they were. The second
  /// one is written over the memory of the first.
  @Test func holdsTheStateOfItsStep() throws {
    try withTemporaryFolder { path in
      let writer = CheckpointWriter(CheckpointFolder(path: path))
      #expect(writer.takeOutcome(waiting: true) == nil)
      for step in 1...3 {
        let count = trainer.parameters.layout.count
        trainer.position.steps = step
        for index in 0..<count { trainer.parameters.values[index] = Float(step) }
        for index in 0..<2 * count { trainer.engine.slots.start[index] = Float(10 * step) }
        writer.begin(trainer, file, callbacks: [])
        #expect(writer.isBusy)
        for index in 0..<count { trainer.parameters.values[index] = -1 }
        for index in 0..<2 * count { trainer.engine.slots.start[index] = -1 }
        trainer.position.steps = 100
        guard case .saved(let name, let position)? = writer.takeOutcome(waiting: true) else {
          Issue.record("step \(step) was not saved")
          return
        }
        #expect(!writer.isBusy && position.steps == step)
        let checkpoint = try Checkpoint(path: name)
        #expect(checkpoint.position.steps == step)
        for entry in trainer.parameters.layout.entries {
          #expect(checkpoint.model.parameters.buffer(of: entry).allSatisfy { $0 == Float(step) })
          for slot in trainer.engine.optimizer.slotNames {
            let slots = try #require(try checkpoint.parameters("optimizer/\(slot)"))
            #expect(slots.buffer(of: entry).allSatisfy { $0 == Float(10 * step) })
          }
        }
      }
    }
  }

  @Test func tellsWhatFailed() throws {
    try withTemporaryFolder { path in
      let writer = CheckpointWriter(CheckpointFolder(path: path))
      FileCall.$fault.withValue({ $0 == .flush ? .error(EIO) : nil }) {
        writer.begin(trainer, file, callbacks: [])
      }
      guard case .failed(let error)? = writer.takeOutcome(waiting: true) else {
        Issue.record("the failure was not told")
        return
      }
      #expect(error.path.hasPrefix(path) && error.kind == .inputOutput)
      let left = try names(in: path)
      #expect(left.isEmpty)
    }
  }
}
