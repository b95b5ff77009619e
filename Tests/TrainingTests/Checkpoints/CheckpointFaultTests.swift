import Files
import Foundation
import NeuralNetwork
import Parallelism
import Synchronization
import TestSupport
import Testing

@testable import Training

/// Whichever call of the system fails while a checkpoint is saved, the last good one loads; and a damaged one is refused.
@Suite struct CheckpointFaultTests {
  private let model: Sequential
  private let trainer: Trainer
  private let file: ModelFile

  init() throws {
    model = try blobModel()
    trainer = try Trainer(model: model, options: TrainingOptions(epochs: 1), executor: SerialExecutor())
    file = ModelFile(
      model: model, parameters: trainer.weights, classNames: ["a", "b", "c"],
      preprocessing: Preprocessing(height: 1, width: 2, color: "grayscale"))
  }

  /// Fails the n-th call.
  private final class NthCall: Sendable {
    let n: Int
    let fault: FileCall.Fault
    private let calls = Atomic<Int>(0)
    init(_ n: Int, _ fault: FileCall.Fault) { (self.n, self.fault) = (n, fault) }
    /// Whether the call was reached.
    var happened: Bool { calls.load(ordering: .relaxed) > n }
    func callAsFunction(_ call: FileCall) -> FileCall.Fault? {
      calls.add(1, ordering: .relaxed).oldValue == n ? fault : nil
    }
  }

  @Test(arguments: ["EIO", "ENOSPC", "short"])
  func everyCallMayFail(_ kind: String) throws {
    let fault: FileCall.Fault = kind == "short" ? .short : .error(kind == "EIO" ? EIO : ENOSPC)
    var failures = 0
    for n in 0..<100 {
      let isDone = try withTemporaryFolder { path -> Bool in
        let folder = CheckpointFolder(path: path, kept: 2)
        trainer.position.steps = 1
        trainer.parameters.values[0] = 1
        try folder.save(trainer, file, callbacks: [])
        trainer.position.steps = 2
        trainer.parameters.values[0] = 2
        let call = NthCall(n, fault)
        do {
          try FileCall.$fault.withValue({ call($0) }) { try folder.save(trainer, file, callbacks: []) }
        } catch let error as ModelFileError {
          failures += 1
          #expect(kind != "short" && error.path.contains(path) && !error.reason.isEmpty)
        }
        let found = folder.newest()
        #expect(found.refused.isEmpty, "call \(n)")
        let checkpoint = try #require(found.checkpoint, "call \(n)")
        #expect(checkpoint.model.parameters.values[0] == Float(checkpoint.position.steps), "call \(n)")
        // Nothing is left under another name.
        #expect(try names(in: path).allSatisfy { $0.hasPrefix("step-") }, "call \(n)")
        // And the next one succeeds.
        trainer.position.steps = 3
        trainer.parameters.values[0] = 3
        try folder.save(trainer, file, callbacks: [])
        #expect(folder.newest().checkpoint?.position.steps == 3)
        #expect(folder.files.count <= 2)
        return !call.happened
      }
      if isDone {
        // Open, reserve, every piece, flush, close, rename, flush of the folder: all were tried.
        #expect(n >= 10 && (kind == "short" || failures >= 6), "\(n) calls, \(failures) failures")
        return
      }
    }
    Issue.record("a save has fewer than a hundred calls")
  }

  /// On a full disk the older checkpoints make room, never the newest.
  @Test func makesRoomOnAFullDisk() throws {
    try withTemporaryFolder { path in
      let folder = CheckpointFolder(path: path, kept: 3)
      for step in 1...3 {
        trainer.position.steps = step
        try folder.save(trainer, file, callbacks: [])
      }
      trainer.position.steps = 4
      let call = NthCall(1, .error(ENOSPC))
      try FileCall.$fault.withValue({ call($0) }) { try folder.save(trainer, file, callbacks: []) }
      #expect(folder.files == [folder.file(step: 4), folder.file(step: 3)])
      // While it stays full, the newest stays whole.
      trainer.position.steps = 5
      #expect(throws: ModelFileError.self) {
        try FileCall.$fault.withValue({ $0 == .reserve ? .error(ENOSPC) : nil }) {
          try folder.save(trainer, file, callbacks: [])
        }
      }
      #expect(folder.newest().checkpoint?.position.steps == 4)
    }
  }

  @Test func damageIsRefusedWithAReason() throws {
    try withTemporaryFolder { path in
      let folder = CheckpointFolder(path: path)
      try folder.save(trainer, file, callbacks: [EarlyStopping()], record: ["a record"])
      let name = try #require(folder.files.first)
      let original = try Array(Data(contentsOf: URL(fileURLWithPath: name)))
      let head = 8 + original[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      var refused = 0
      for mutation in Mutations(of: original, structureCount: head, seed: 11).prefix(Mutations.count)
      where mutation.bytes != original {
        try Data(mutation.bytes).write(to: URL(fileURLWithPath: name))
        let error = #expect(throws: ModelFileError.self, "\(mutation.description)") {
          try Checkpoint(path: name)
        }
        #expect(error?.reason.isEmpty == false)
        refused += 1
      }
      #expect(refused > Mutations.count * 3 / 4)
    }
  }
}
