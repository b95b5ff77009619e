#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What tells that a file was changed, without reading it: its size and the time of its last change.
///
/// A change that keeps the size and sets the old time again does not show; nor do two changes within one tick of the
/// file system's clock, some milliseconds, if the file was read between them.
struct FileStamp: Hashable, Sendable {
  /// The size in bytes; −1 for a file that is not there.
  var byteCount: Int64
  /// Nanoseconds since 1970.
  var modified: Int64

  /// The stamp of what is not there.
  static let missing = FileStamp(byteCount: -1, modified: 0)

  init(byteCount: Int64, modified: Int64) {
    self.byteCount = byteCount
    self.modified = modified
  }

  init(_ status: stat) {
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    // A file may bear any time, also one that is not within the 292 years around 1970.
    let seconds = Int64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
    self.init(byteCount: Int64(status.st_size), modified: seconds &+ Int64(truncatingIfNeeded: time.tv_nsec))
  }

  /// The stamp of what is at the path now.
  init(path: String) {
    var status = stat()
    self = stat(path, &status) == 0 ? FileStamp(status) : .missing
  }
}
