import Foundation
import TrainParallel

/// The folder of one training run, held by this process alone.
struct RunFolder {
  /// The folder's path, as it was given.
  let path: String
  /// Whether this run made it.
  private let isNew: Bool
  private let lock: RunLock

  /// The last model, written after each epoch.
  var model: String { path + "/model.safetensors" }
  /// The model of the best validation accuracy.
  var best: String { path + "/best.safetensors" }
  /// One JSON object an epoch.
  var metricsLines: String { path + "/metrics.jsonl" }
  /// The same as a table.
  var metricsTable: String { path + "/metrics.csv" }
  /// The options as they were resolved.
  var arguments: String { Self.arguments(in: path) }
  /// The folder of the checkpoints.
  var checkpoints: String { path + "/checkpoints" }
  /// The page of the run.
  var report: String { path + "/report.html" }
  /// The folder of TensorBoard's event files.
  var tensorBoard: String { path + "/tensorboard" }

  /// The options of the run in a folder.
  static func arguments(in path: String) -> String { path + "/arguments.json" }

  /// The images that were left out, a line each: path and reason. Written only where there are any.
  var badImages: String { path + "/bad-images.txt" }

  /// A file that tells that a folder holds a run.
  private static let marks = [
    "model.safetensors", "best.safetensors", "metrics.jsonl", "metrics.csv", "arguments.json",
    "bad-images.txt", "checkpoints",
  ]

  /// Claims the folder that was named, or the first free one of `runs/train`, `runs/train-2`, ...
  ///
  /// - Parameter base: Where `runs` stands or is made.
  static func claim(_ path: String?, in base: String = "") throws(ProgramError) -> RunFolder {
    guard let path else { return try claimNext(in: base + "runs") }
    try requireFree(path)
    let isNew = !FileManager.default.fileExists(atPath: path)
    try makeFolders(path)
    let lock = try RunLock(folder: path)
    // Another process may have been first, and be done already.
    try requireFree(path)
    return RunFolder(path: path, isNew: isNew, lock: lock)
  }

  /// Opens the folder of a run that goes on, and removes what was being written when it was killed.
  static func open(_ path: String) throws(ProgramError) -> RunFolder {
    let folder = RunFolder(path: path, isNew: false, lock: try RunLock(folder: path))
    for place in [path, folder.checkpoints] { removePartialFiles(in: place) }
    return folder
  }

  /// Gives the folder up where a run ended before there was a model: what is left would only stand in the way of the
  /// next try.
  func discardWithoutModel() {
    guard !FileManager.default.fileExists(atPath: model),
      !FileManager.default.fileExists(atPath: checkpoints)
    else { return }
    for file in [arguments, badImages, report] { unlink(file) }
    try? FileManager.default.removeItem(atPath: tensorBoard)
    lock.remove()
    if isNew { rmdir(path) }
  }

  /// Refuses a folder that holds a run, that is no folder, or that cannot be written: before any work is done for it.
  static func requireFree(_ path: String) throws(ProgramError) {
    for mark in marks where FileManager.default.fileExists(atPath: path + "/" + mark) {
      throw ProgramError(
        .cannotCreate, "--output \(path): it holds a run (\(mark)); choose another --output or remove it")
    }
    // The innermost folder that is there already must be one that can be written.
    var folder = URL(fileURLWithPath: path)
    var isDirectory: ObjCBool = false
    while !FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory), folder.path != "/"
    {
      folder.deleteLastPathComponent()
    }
    guard isDirectory.boolValue else { throw cannotCreate(folder.path, ENOTDIR) }
    guard access(folder.path, W_OK | X_OK) == 0 else { throw cannotCreate(folder.path, errno) }
  }

  /// `mkdir` succeeds for one process only: so no two runs share a folder.
  private static func claimNext(in folder: String) throws(ProgramError) -> RunFolder {
    try makeFolders(folder)
    for number in 1... {
      let path = "\(folder)/train" + (number == 1 ? "" : "-\(number)")
      if mkdir(path, 0o777) == 0 {
        return RunFolder(path: path, isNew: true, lock: try RunLock(folder: path))
      }
      guard errno == EEXIST else { throw cannotCreate(path, errno) }
    }
    preconditionFailure("there is always another number")
  }

  private static func makeFolders(_ path: String) throws(ProgramError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw cannotCreate(path, errno)
    }
    guard access(path, W_OK | X_OK) == 0 else { throw cannotCreate(path, errno) }
  }

  private static func cannotCreate(_ path: String, _ code: Int32) -> ProgramError {
    ProgramError(
      .cannotCreate,
      "\(path): the folder for the results cannot be written (\(SystemError(code: code))); choose another --output"
    )
  }
}
