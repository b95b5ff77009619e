import Dispatch
import Foundation
import Synchronization

/// Reads files on a thread of its own, one chunk ahead of whoever decodes them.
///
/// Reading may block, and a worker that blocks holds up all others; so no worker reads.
final class ReadAhead: @unchecked Sendable {
  // Shared without a lock: slot k % 2 belongs to the reader between `free` and `full`, to the caller in between.
  private let slots = [FileChunk(), FileChunk()]
  private let files: [ImageFile]
  private let free = DispatchSemaphore(value: 0)
  private let full = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let isCancelled = Atomic(false)
  private var taken = 0
  private var filesTaken = 0

  /// Starts reading.
  init(_ files: [ImageFile]) {
    self.files = files
    // Counted up from 0: a semaphore must not be given up with less than it began with.
    for _ in slots { free.signal() }
    Thread.detachNewThread { self.read() }
  }

  /// Calls `body` with one chunk after the other until all files are through or it returns false.
  func forEachChunk(_ body: (FileChunk) -> Bool) {
    while filesTaken < files.count {
      full.wait()
      let chunk = slots[taken % 2]
      taken += 1
      filesTaken += chunk.contents.count
      let goesOn = body(chunk)
      free.signal()
      if !goesOn { break }
    }
    isCancelled.store(true, ordering: .relaxed)
    free.signal()
    ended.wait()
  }

  private func read() {
    var first = 0
    var index = 0
    while first < files.count {
      free.wait()
      if isCancelled.load(ordering: .relaxed) { break }
      let chunk = slots[index % 2]
      chunk.read(files, from: first)
      first += chunk.contents.count
      index += 1
      full.signal()
    }
    ended.signal()
  }
}
