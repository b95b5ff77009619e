#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The pixels of a data set: one allocation, aligned to a cache line, that never changes once it is filled.
final class PixelMemory: @unchecked Sendable {
  // Unchecked: written only before it is shared.
  let start: UnsafeMutablePointer<UInt8>

  /// Allocates `count` bytes; `nil` if the system has none.
  init?(count: Int) {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, 64, max(count, 1)) == 0, let memory else { return nil }
    start = memory.assumingMemoryBound(to: UInt8.self)
  }

  deinit {
    free(start)
  }
}
