import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

/// Runs that end by a signal, and go on: with the bits of one that was never stopped.
@Suite(.serialized) struct ResumeTests {
  /// A training with all that a checkpoint must hold, on 60 images.
  private static let options = [
    "--model", "mnist-cnn", "--epochs", "3", "--batch-size", "8", "--learning-rate-schedule", "cosine",
    "--ema-momentum", "0.9", "--clip-norm", "1", "--early-stopping", "9000", "--restore-best-weights",
    "--horizontal-flip", "--rotation-range", "20", "--checkpoint-every", "2", "--threads", "2",
  ]

  private func withShapes(_ body: (_ folder: String, _ arguments: [String]) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try writeShapes(to: folder + "/shapes", training: 60, validation: 20, size: 28)
      try body(folder, Self.options + ["--data", folder + "/shapes"])
    }
  }

  private func hashes(_ run: String) throws -> [String] {
    let lines = try text(of: run + "/metrics.jsonl").split(separator: "\n")
    return try lines.compactMap { try JSON(parsing: $0.utf8)["weights_sha256"]?.text }
      + [ModelFile(path: run + "/model.safetensors").parameters.weightsSHA256()]
  }

  /// How often runs are killed: a few times as a rule, 200 times in the full check.
  private static var kills: Int {
    ProcessInfo.processInfo.environment["TRAIN_PARALLEL_FULL_CHECK"] == "1" ? 200 : 8
  }

  /// Killed at random instants: while images are read, during steps, between epochs, during saves.
  @Test func `a killed run goes on to the same bits`() throws {
    try withShapes { folder, arguments in
      let whole = try ProgramProcess.run(
        arguments + ["--output", folder + "/whole"], messages: folder + "/text")
      try #require(whole.code == 0, "\(whole.text)")
      let expected = try hashes(folder + "/whole")
      var duration = try seconds(of: arguments + ["--output", folder + "/timed"], folder)
      var (kills, resumed) = (0, 0)
      var round = 0
      while kills < Self.kills {
        let run = folder + "/run-\(round)"
        round += 1
        while true {
          let checkpoints = CheckpointFolder(path: run + "/checkpoints").files
          let hasBegun = !checkpoints.isEmpty
          if !hasBegun { try? FileManager.default.removeItem(atPath: run) }
          resumed += hasBegun ? 1 : 0
          let threads = ["--threads", "\(1 + (kills + round) % 4)"]
          let program = try ProgramProcess(
            hasBegun ? ["--resume", run] + threads : arguments + threads + ["--output", run],
            messages: folder + "/text")
          if kills < Self.kills {
            usleep(UInt32.random(in: 0...UInt32(duration * 1.1e6)))
            program.send(SIGKILL)
          }
          let code = program.wait()
          if code == 0 {
            // It was faster than the first: the next signals come sooner.
            if kills < Self.kills { duration *= 0.8 }
            break
          }
          // The run may have ended before the signal came, and then has nothing left to do.
          if code == 64, program.text.contains("epochs are done") { break }
          try #require(code == 128 + SIGKILL, "\(program.text)")
          kills += 1
          // What was there is still whole.
          let found = CheckpointFolder(path: run + "/checkpoints").newest()
          #expect(found.refused.isEmpty && (!hasBegun || found.checkpoint != nil), "\(found.refused)")
        }
        #expect(try hashes(run) == expected, "run \(round) after \(kills) kills")
        for place in [run, run + "/checkpoints"] {
          #expect(try names(in: place).allSatisfy { !$0.hasSuffix(".partial") }, "\(place)")
        }
        try FileManager.default.removeItem(atPath: run)
      }
      #expect(resumed > 0)
    }
  }

  private func seconds(of arguments: [String], _ folder: String) throws -> Double {
    let start = Date()
    _ = try ProgramProcess.run(arguments, messages: folder + "/text")
    return Date().timeIntervalSince(start)
  }

  /// Waits until a file is there.
  private func waitFor(_ condition: () -> Bool) throws {
    for _ in 0..<600 {
      if condition() { return }
      usleep(50_000)
    }
    throw ProgramError.usage("it did not happen within 30 s")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `the first signal saves and ends, and the run goes on`(_ number: Int32) throws {
    try withShapes { folder, arguments in
      let (run, whole) = (folder + "/run", folder + "/whole")
      let long = arguments + ["--epochs", "2000", "--learning-rate-schedule", "constant"]
      let program = try ProgramProcess(long + ["--output", run], messages: folder + "/text")
      try waitFor { !CheckpointFolder(path: run + "/checkpoints").files.isEmpty }
      program.send(number)
      #expect(program.wait() == 128 + number)
      let name = number == SIGINT ? "SIGINT" : "SIGTERM"
      #expect(program.text.contains("stopped by \(name) after step "), "\(program.text)")
      #expect(program.text.contains("train-parallel --resume \(run)"))
      let position = try #require(CheckpointFolder(path: run + "/checkpoints").newest().checkpoint).position

      // To the end of the next epoch, beside one that was never stopped.
      let epochs = ["--epochs", "\(position.epochs + 1)"]
      let resumed = try ProgramProcess.run(["--resume", run] + epochs, messages: folder + "/text")
      #expect(resumed.code == 0, "\(resumed.text)")
      let other = try ProgramProcess.run(long + epochs + ["--output", whole], messages: folder + "/text")
      #expect(other.code == 0, "\(other.text)")
      #expect(try hashes(run) == hashes(whole))
    }
  }

  @Test func `SIGUSR1 saves and goes on`() throws {
    try withShapes { folder, arguments in
      let run = folder + "/run"
      let program = try ProgramProcess(
        arguments + [
          "--epochs", "2000", "--learning-rate-schedule", "constant", "--checkpoint-every", "1h", "--output",
          run,
        ], messages: folder + "/text")
      try waitFor { FileManager.default.fileExists(atPath: run + "/metrics.jsonl") }
      #expect(CheckpointFolder(path: run + "/checkpoints").files.isEmpty)
      program.send(SIGUSR1)
      try waitFor { !CheckpointFolder(path: run + "/checkpoints").files.isEmpty }
      #expect(program.process.isRunning)
      // Two runs cannot write one folder.
      let other = try ProgramProcess.run(["--resume", run], messages: folder + "/other")
      #expect(other.code == 73 && other.text.contains("another train-parallel"), "\(other.text)")
      program.send(SIGINT)
      #expect(program.wait() == 130)
    }
  }

  @Test func `what changes the result is refused, by its name`() throws {
    try withShapes { folder, arguments in
      let run = folder + "/run"
      let stopped = try ProgramProcess.run(
        arguments + ["--max-time", "0.05s", "--output", run], messages: folder + "/text")
      #expect(stopped.code == 0 && stopped.text.contains("the time is up after step "), "\(stopped.text)")
      for (options, name) in [
        (["--learning-rate", "0.5"], "training.learning_rate was 0.001, is 0.5"),
        (["--horizontal-flip", "--vertical-flip"], "augmentation.vertical_flip was false, is true"),
        (["--epochs", "5"], "training.epochs was 3, is 5, which changes cosine"),
        (["--instruction-set", "baseline"], "--accept-other-bits"),
        (["--seed", "4"], "training.seed was 0, is 4"),
      ] {
        let refused = try ProgramProcess.run(["--resume", run] + options, messages: folder + "/text")
        #expect(refused.code == 64 && refused.text.contains(name), "\(options): \(refused.text)")
      }
      // The newest checkpoint is damaged: the one before is taken, and it is said.
      let newest = try #require(CheckpointFolder(path: run + "/checkpoints").files.first)
      let resumed = try ProgramProcess.run(
        ["--resume", run, "--max-time", "0.001s"], messages: folder + "/text")
      #expect(resumed.code == 0, "\(resumed.text)")
      let last = try #require(CheckpointFolder(path: run + "/checkpoints").files.first)
      #expect(last != newest)
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: last))
      try handle.seek(toOffset: 5000)
      handle.write(Data([1, 2, 3, 4]))
      try handle.close()
      let end = try ProgramProcess.run(["--resume", run], messages: folder + "/text")
      #expect(end.code == 0 && end.text.contains("a checkpoint cannot be used: \(last)"), "\(end.text)")
      let whole = try ProgramProcess.run(
        arguments + ["--output", folder + "/whole"], messages: folder + "/text")
      #expect(whole.code == 0)
      #expect(try hashes(run) == hashes(folder + "/whole"))
    }
  }
}
