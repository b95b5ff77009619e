import Foundation
import Synchronization
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// Disks that fail under a training.
struct RunTroublesTests {
  private func train(
    _ run: String, epochs: Int, fault: @escaping @Sendable (Int, FileCall) -> FileCall.Fault?
  ) throws -> ProgramRun {
    let calls = Atomic<Int>(0)
    return try FileCall.$fault.withValue({ call in fault(calls.add(1, ordering: .relaxed).oldValue, call) }) {
      try ProgramRun([
        "--epochs", "\(epochs)", "--steps-per-epoch", "2", "--batch-size", "8", "--output", run,
        "--checkpoint-every", "1",
      ])
    }
  }

  /// Everything fails from the first model on: each file is told of once, the training goes on to its end, and that there
  /// is no model is told at last.
  @Test func `a disk that stays full is told of once for each file`() throws {
    try withTemporaryFolder { base in
      let run = try train(base + "/run", epochs: 3) { number, call in
        number > 6 && call == .reserve ? .error(ENOSPC) : nil
      }
      #expect(run.code == 74)
      #expect(run.messages.contains("epoch 3/3"))
      for file in [
        "model.safetensors", "best.safetensors", "metrics.jsonl", "metrics.csv", "report.html", "checkpoints",
      ] {
        let lines = run.messages.split(separator: "\n").filter {
          $0.hasPrefix("warning: ") && $0.contains(base + "/run/" + file)
        }
        #expect(lines.count == 1, "\(file): \(run.messages)")
        #expect(lines.first?.contains("No space left on device") == true)
      }
      #expect(run.messages.contains("the model could not be written; make room and go on with: "))
      #expect(try names(in: base + "/run") == [".lock", "arguments.json", "checkpoints"])
    }
  }

  /// A single call fails, whichever it is: the training ends well, and its last checkpoint loads.
  @Test func `a single failure costs no more than a message`() throws {
    try withTemporaryFolder { base in
      for number in stride(from: 8, to: 130, by: 11) {
        let path = base + "/run-\(number)"
        let run = try train(path, epochs: 2) { call, _ in call == number ? .error(EIO) : nil }
        #expect(run.code == 0, "\(number): \(run.messages)")
        let newest = CheckpointFolder(path: path + "/checkpoints").newest()
        #expect(
          newest.refused.isEmpty && newest.checkpoint?.position.epochs == 2, "\(number): \(run.messages)")
        #expect(throws: Never.self) { try ModelFile(path: path + "/model.safetensors") }
      }
    }
  }
}
