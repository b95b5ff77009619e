import Foundation

/// What two paths of the same file have in common, whatever links and dots they go through.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  /// Finds it; nil where there is no file.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
