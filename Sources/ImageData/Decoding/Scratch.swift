#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory that grows when it must and is then kept.
struct Scratch: ~Copyable {
  private(set) var start: UnsafeMutableRawPointer?
  private var capacity = 0

  init() {}

  deinit {
    free(start)
  }

  /// At least `count` bytes, their old contents lost.
  mutating func pixels(_ count: Int) throws(DecodingError) -> UnsafeMutablePointer<UInt8> {
    if count > capacity || start == nil {
      free(start)
      capacity = 0
      start = malloc(max(count, 1))
      guard start != nil else { throw DecodingError("there is no memory for its \(count) bytes of pixels") }
      capacity = count
    }
    guard let start else { preconditionFailure("Memory was just allocated") }
    return start.assumingMemoryBound(to: UInt8.self)
  }
}
