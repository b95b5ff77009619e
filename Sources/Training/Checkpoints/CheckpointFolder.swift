import Foundation
import NeuralNetwork

/// The checkpoints of a run: one file each, named by its step, of which the last few are kept.
public struct CheckpointFolder: Sendable {
  /// The folder's path.
  public let path: String
  /// How many are kept, 2 by default.
  public let kept: Int

  /// Names a folder; it is made with the first checkpoint.
  public init(path: String, kept: Int = 2) {
    precondition(kept >= 1, "at least one checkpoint is kept")
    self.path = path
    self.kept = kept
  }

  /// The file of a step: with leading zeros, so that names are in the order of steps.
  public func file(step: Int) -> String {
    let digits = String(step)
    return "\(path)/step-\(String(repeating: "0", count: max(0, 9 - digits.count)))\(digits).safetensors"
  }

  /// The files, the newest first.
  public var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") }
      .sorted { ($0.count, $0) > ($1.count, $1) }.map { "\(path)/\($0)" }
  }

  /// The newest checkpoint that is whole, and why newer ones are not; nil where none is.
  public func newest() -> (checkpoint: Checkpoint?, refused: [ModelFileError]) {
    var refused: [ModelFileError] = []
    for file in files {
      do throws(ModelFileError) {
        return (try Checkpoint(path: file), refused)
      } catch {
        refused.append(error)
      }
    }
    return (nil, refused)
  }

  /// Saves a checkpoint of a training as it stands.
  ///
  /// - Throws: `ModelFileError` with the system's words; the newest checkpoint that was there is then still there.
  public func save(
    _ trainer: Trainer, _ file: ModelFile, callbacks: [any Callback], record: JSON = .null
  ) throws(ModelFileError) {
    try save(trainer.snapshot(file, callbacks: callbacks, record: record))
  }

  /// Saves a checkpoint, then removes those that are too many: the oldest, and those of later steps, which are what is
  /// left of a training that went on from an earlier one.
  ///
  /// On a full disk all but the newest make room, and it is tried once more.
  ///
  /// - Throws: `ModelFileError` with the system's words; the newest checkpoint that was there is then still there.
  public func save(_ snapshot: CheckpointSnapshot) throws(ModelFileError) {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let new = self.file(step: snapshot.position.steps)
    do throws(ModelFileError) {
      try snapshot.write(to: new)
    } catch {
      guard error.isDiskFull, files.count > 1 else { throw error }
      removeOld(before: new, keeping: 1)
      try snapshot.write(to: new)
    }
    for later in files.prefix(while: { $0 != new }) { unlink(later) }
    removeOld(before: new, keeping: kept - 1)
  }

  private func removeOld(before new: String, keeping count: Int) {
    let older = files.drop { ($0.count, $0) >= (new.count, new) }
    for file in older.dropFirst(count) { unlink(file) }
  }
}
