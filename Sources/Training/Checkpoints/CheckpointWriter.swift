import Files
import NeuralNetwork

/// Saves checkpoints on a thread of its own: the training waits while its state is copied, not while it is hashed and
/// written.
public final class CheckpointWriter {
  private let folder: CheckpointFolder
  private var snapshot: CheckpointSnapshot?
  private var task: BackgroundTask<ModelFileError?>?

  /// Writes to a folder.
  public init(_ folder: CheckpointFolder) {
    self.folder = folder
  }

  deinit {
    _ = task?.wait()
  }

  /// What became of a checkpoint.
  public enum Outcome {
    case saved(path: String, TrainingPosition)
    case failed(ModelFileError)
  }

  /// Whether one is being written, or its outcome has not been taken.
  public var isBusy: Bool { task != nil }

  /// Copies a training's state and begins to save it.
  ///
  /// - Precondition: None is under way.
  public func begin(
    _ trainer: Trainer, _ file: ModelFile, callbacks: [any Callback], record: JSON = .null
  ) {
    precondition(task == nil, "A checkpoint is being written")
    let new = trainer.snapshot(file, callbacks: callbacks, record: record, reusing: snapshot)
    snapshot = new
    task = BackgroundTask { [folder] in
      do throws(ModelFileError) {
        try folder.save(new)
        return nil
      } catch {
        return error
      }
    }
  }

  /// Takes the outcome, once: nil while it is under way, or where none was begun.
  ///
  /// - Parameter waiting: Whether to wait for its end.
  public func takeOutcome(waiting: Bool = false) -> Outcome? {
    guard let task, let snapshot, let error = waiting ? .some(task.wait()) : task.value else { return nil }
    self.task = nil
    if let error { return .failed(error) }
    return .saved(path: folder.file(step: snapshot.position.steps), snapshot.position)
  }
}
