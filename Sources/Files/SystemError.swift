#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's own word for what went wrong.
package struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The system's number, as in `errno`.
  package let code: Int32

  /// The error of the call that just failed.
  package init(code: Int32 = errno) {
    self.code = code
  }

  /// The system's text: `Permission denied`.
  package var description: String {
    var text = [CChar](repeating: 0, count: 256)
    strerror_r(code, &text, text.count - 1)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether there is no room left: on the disk, or in what the user may take of it.
  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
}
