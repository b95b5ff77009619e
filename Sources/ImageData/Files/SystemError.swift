#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's own word for what went wrong.
struct SystemError: Error, Sendable, CustomStringConvertible {
  let code: Int32

  /// The error of the call that just failed.
  init(code: Int32 = errno) {
    self.code = code
  }

  /// The system's text: `Permission denied`.
  var description: String {
    var text = [CChar](repeating: 0, count: 256)
    strerror_r(code, &text, text.count - 1)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  var isMissing: Bool { code == ENOENT || code == ENOTDIR }
}
