import Foundation
import TrainParallel

/// Holds a run's folder for this process alone, as long as it lives: `flock` ends with the process, however that ends.
final class RunLock {
  private let file: Int32
  private let path: String

  /// Takes the lock of a folder.
  ///
  /// - Throws: `ProgramError` where another process holds it, or the file cannot be made.
  init(folder: String) throws(ProgramError) {
    path = folder + "/.lock"
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw ProgramError(
        .cannotCreate, "\(path): cannot be created (\(SystemError())); choose another --output")
    }
    // What is thrown from here on releases this object, whose end closes the file.
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      throw ProgramError(
        .cannotCreate,
        "\(folder): another train-parallel is writing to it; wait for its end, or choose another --output"
      )
    }
  }

  deinit {
    if file >= 0 { close(file) }
  }

  /// Takes the file away, where the folder is given up.
  func remove() {
    unlink(path)
  }
}
