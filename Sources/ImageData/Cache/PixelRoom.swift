#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Room for the pixels of one image.
final class PixelRoom: @unchecked Sendable {
  // Unchecked: one thread at a time takes it out of its pool.
  let start: UnsafeMutablePointer<UInt8>
  let count: Int

  init(_ count: Int) {
    self.count = count
    start = .allocate(capacity: count)
    start.initialize(repeating: 0, count: count)
  }

  deinit { start.deallocate() }

  /// The bytes.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}

extension PixelRoom {
  /// Reads bytes of a file; false where it ends before or the system refuses.
  func read(_ descriptor: Int32, _ count: Int, at offset: Int) -> Bool {
    var done = 0
    while done < count {
      let read = pread(descriptor, start + done, count - done, off_t(offset + done))
      if read < 0, errno == EINTR { continue }
      guard read > 0 else { return false }
      done += read
    }
    return true
  }

  /// Calls `body` with the bytes.
  func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws(DecodingError) -> Result
  ) throws(DecodingError) -> Result {
    try body(bytes)
  }
}
