#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The pixels of a data set: one allocation, aligned to a cache line, that never changes once it is filled.
final class PixelMemory: @unchecked Sendable {
  // Unchecked: written only before it is shared.
  let start: UnsafeMutablePointer<UInt8>
  private let bytesPerImage: Int

  /// Allocates room for images; `nil` if the system has none.
  init?(count: Int, bytesPerImage: Int) {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: bytesPerImage)
    var memory: UnsafeMutableRawPointer?
    guard !overflows, posix_memalign(&memory, 64, max(bytes, 1)) == 0, let memory else { return nil }
    start = memory.assumingMemoryBound(to: UInt8.self)
    self.bytesPerImage = bytesPerImage
  }

  deinit {
    free(start)
  }
}

extension PixelMemory: PixelSource, PixelSink {
  /// The bytes where they lie.
  func withPixels<Result>(
    of file: Int, _ body: (UnsafePointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try body(UnsafePointer(start + file * bytesPerImage))
  }

  /// Straight to its place.
  func fill(
    _ file: Int, _ decode: (UnsafeMutablePointer<UInt8>) throws(DecodingError) -> Void
  ) throws(DecodingError) {
    try decode(start + file * bytesPerImage)
  }
}
