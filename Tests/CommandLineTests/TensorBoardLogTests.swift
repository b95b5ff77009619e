import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// What TensorBoard's own reader makes of such files is asked by `Scripts/reference/tensorboard_reader.py`.
struct TensorBoardLogTests {
  private func row(_ epoch: Int, validation: Bool = true) -> MetricsRow {
    MetricsRow(
      epoch: epoch, loss: 1 / Double(epoch), accuracy: 0.5, validationLoss: validation ? 2 : nil,
      validationAccuracy: validation ? 0.25 : nil, learningRate: 0.001, imagesPerSecond: 1, seconds: 1,
      weightsSHA256: "")
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func records(_ events: [TensorBoardEvent]) -> [UInt8] { events.flatMap(\.record) }

  @Test func `each epoch is an event in each of the two folders`() throws {
    try withTemporaryFolder { base in
      let log = TensorBoardLog(folder: base + "/tensorboard", resumingAfter: 0)
      #expect(try names(in: base).isEmpty)
      try log.add(row(1), at: 1_700_000_000.25)
      try log.add(row(2), at: 1_700_000_007)
      #expect(try names(in: base + "/tensorboard") == ["train", "validation"])
      let name = "events.out.tfevents.1700000000.train-parallel"
      #expect(try names(in: base + "/tensorboard/train") == [name])
      let head: [TensorBoardEvent] = [
        .fileVersion(at: 1_700_000_000.25), .start(at: 1_700_000_000.25, step: 0),
      ]
      let training: [TensorBoardEvent] = [
        .scalars(
          [("epoch_loss", 1), ("epoch_accuracy", 0.5), ("epoch_learning_rate", 0.001)], at: 1_700_000_000.25,
          step: 0),
        .scalars(
          [("epoch_loss", 0.5), ("epoch_accuracy", 0.5), ("epoch_learning_rate", 0.001)], at: 1_700_000_007,
          step: 1),
      ]
      #expect(try bytes(base + "/tensorboard/train/" + name) == records(head + training))
      let validation: [TensorBoardEvent] = [
        .scalars([("epoch_loss", 2), ("epoch_accuracy", 0.25)], at: 1_700_000_000.25, step: 0),
        .scalars([("epoch_loss", 2), ("epoch_accuracy", 0.25)], at: 1_700_000_007, step: 1),
      ]
      #expect(try bytes(base + "/tensorboard/validation/" + name) == records(head + validation))
    }
  }

  @Test func `without validation there is no folder of it`() throws {
    try withTemporaryFolder { base in
      try TensorBoardLog(folder: base, resumingAfter: 0).add(row(1, validation: false), at: 5)
      #expect(try names(in: base) == ["train"])
      #expect(try names(in: base + "/train") == ["events.out.tfevents.0000000005.train-parallel"])
    }
  }

  @Test func `a resumed run begins a file that comes after the others, with the step it goes on from`() throws
  {
    try withTemporaryFolder { base in
      try TensorBoardLog(folder: base, resumingAfter: 0).add(row(1), at: 1000)
      let first = try bytes(base + "/train/events.out.tfevents.0000001000.train-parallel")
      // The clock was put back meanwhile.
      try TensorBoardLog(folder: base, resumingAfter: 7).add(row(8), at: 10)
      try TensorBoardLog(folder: base, resumingAfter: 7).add(row(8), at: 1000)
      let files = try names(in: base + "/train")
      #expect(files == [1000, 1001, 1002].map { "events.out.tfevents.000000\($0).train-parallel" })
      #expect(try bytes(base + "/train/" + files[0]) == first)
      let head = records([.fileVersion(at: 10), .start(at: 10, step: 7)])
      #expect(try bytes(base + "/train/" + files[1]).starts(with: head))
    }
  }

  @Test func `names of files that others made do no harm`() throws {
    try withTemporaryFolder { base in
      try FileManager.default.createDirectory(atPath: base + "/train", withIntermediateDirectories: true)
      for name in [
        "events.out.tfevents.9223372036854775807.x", "events.out.tfevents.", "events.out.tfevents.x", "y",
      ] {
        try writeWhole("x", to: base + "/train/" + name)
      }
      try TensorBoardLog(folder: base, resumingAfter: 0).add(row(1), at: 5)
      #expect(try names(in: base + "/train").contains("events.out.tfevents.0000000005.train-parallel"))
    }
  }

  @Test func `a folder that cannot be made is an error, and its rows are written once it can`() throws {
    try withTemporaryFolder { base in
      let folder = base + "/tensorboard"
      try writeWhole("in the way", to: folder)
      let log = TensorBoardLog(folder: folder, resumingAfter: 0)
      let error = try #require(throws: ProgramError.self) { try log.add(row(1), at: 1) }
      #expect(error.kind == .cannotCreate)
      #expect(error.description.contains(folder))
      unlink(folder)
      try log.add(row(2), at: 2)
      let written = try bytes(folder + "/train/events.out.tfevents.0000000002.train-parallel")
      let parts = [row(1), row(2)].enumerated().map { index, row in
        TensorBoardEvent.scalars(
          [("epoch_loss", row.loss), ("epoch_accuracy", 0.5), ("epoch_learning_rate", 0.001)],
          at: Double(index + 1),
          step: Int64(index))
      }
      #expect(written == records([.fileVersion(at: 1), .start(at: 1, step: 0)] + parts))
    }
  }
}
