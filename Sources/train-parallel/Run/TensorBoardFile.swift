import Foundation
import TrainParallel

/// A file of events that grows, `events.out.tfevents.SECONDS.train-parallel`, in a folder of them.
///
/// Readers take a folder's files in the order of their names and a file up to the first record that is not whole, so
/// this one's name comes after all that are there, and nothing is appended to a file that another process began.
final class TensorBoardFile {
  private let folder: String
  private var descriptor: Int32?
  private(set) var path: String
  /// The length of the records that are in the file whole.
  private var end = 0
  /// Records that could not be written yet.
  private var waiting: [UInt8] = []

  private static let start = "events.out.tfevents."

  /// A file that is created by the first event.
  init(folder: String) {
    self.folder = folder
    path = folder
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Appends events in one write; those of a write that fails are written with the next ones.
  func append(_ events: [TensorBoardEvent], at time: Double) throws(ProgramError) {
    waiting += events.flatMap(\.record)
    let file = if let descriptor { descriptor } else { try create(at: time) }
    descriptor = file
    // What an earlier write left behind the last whole record would hide all records after it.
    guard ftruncate(file, off_t(end)) == 0 else { throw cannotWrite() }
    var written = 0
    while written < waiting.count {
      let count = waiting[written...].withUnsafeBytes {
        pwrite(file, $0.baseAddress, $0.count, off_t(end + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw cannotWrite() }
      written += count
    }
    end += written
    waiting = []
  }

  private func create(at time: Double) throws(ProgramError) -> Int32 {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw cannotCreate()
    }
    let now = Int64(max(0, min(time, 9e9)))
    for number in max(now, Self.lastSeconds(in: folder) + 1)... {
      path = "\(folder)/\(Self.start)\(String(format: "%010lld", number)).train-parallel"
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if file >= 0 { return file }
      guard errno == EEXIST else { break }
    }
    throw cannotCreate()
  }

  /// The number in the last name of a folder's files of events; -1 where there are none.
  private static func lastSeconds(in folder: String) -> Int64 {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let numbers = names.filter { $0.hasPrefix(start) }.compactMap {
      Int64($0.dropFirst(start.count).prefix { $0 != "." })
    }
    // Names with a longer number are not of this kind.
    return numbers.filter { $0 < 10_000_000_000 }.max() ?? -1
  }

  private func cannotCreate() -> ProgramError {
    ProgramError(.cannotCreate, "\(path): events for TensorBoard cannot be put there (\(SystemError()))")
  }

  private func cannotWrite() -> ProgramError {
    ProgramError(
      .inputOutput,
      "\(path): cannot be written (\(SystemError())); its events are tried again with those of the next epoch"
    )
  }
}
