#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A stretch of floats, zero at the start, aligned to a page and on huge pages where it is large.
package final class FloatMemory: @unchecked Sendable {
  /// The first float.
  package let start: UnsafeMutablePointer<Float>
  /// The number of floats; kernels may read 64 more.
  let count: Int

  private static let hugePage = 2 << 20
  private static let slack = 64

  package init(count: Int) {
    self.count = count
    let bytes = (count + Self.slack) * MemoryLayout<Float>.stride
    let isLarge = bytes >= Self.hugePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.hugePage : 4096)
    #if os(Linux)
      // Without huge pages, walking the page table takes a tenth of a step. A refusal costs only that.
      if isLarge { _ = madvise(memory, bytes, 14) }  // MADV_HUGEPAGE
    #endif
    memset(memory, 0, bytes)
    start = memory.bindMemory(to: Float.self, capacity: count + Self.slack)
  }

  deinit {
    UnsafeMutableRawPointer(start).deallocate()
  }
}
