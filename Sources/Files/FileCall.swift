#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system calls that make a file, of which a test can let any one fail.
package enum FileCall: Sendable, CaseIterable {
  case open, reserve, write, flush, close, rename

  /// What happens in place of a call.
  package enum Fault: Sendable {
    /// It fails with an error of the system.
    case error(Int32)
    /// It writes half of its bytes; what does not write is done as ever.
    case short
  }

  /// Asked before each call of the current task; nil, as it says or where there is none, lets the system do it.
  @TaskLocal package static var fault: (@Sendable (FileCall) -> Fault?)?

  /// Does some work that may be on another thread than the one where a test said what shall fail.
  ///
  /// - Parameters:
  ///   - fault: What was said there, nil mostly.
  ///   - work: The work.
  package static func carrying<Result>(
    _ fault: (@Sendable (FileCall) -> Fault?)?, _ work: () throws -> Result
  ) rethrows -> Result {
    guard let fault else { return try work() }
    return try $fault.withValue(fault, operation: work)
  }

  /// Makes a call, or fails as a test wants it to; as the system, with −1 and `errno`.
  fileprivate func attempt(_ call: () -> Int) -> Int {
    guard case .error(let code)? = Self.fault?(self) else { return call() }
    errno = code
    return -1
  }
}

/// The calls themselves.
enum Calls {
  /// `open`
  static func open(_ path: String, _ flags: Int32) -> Int32 {
    Int32(FileCall.open.attempt { Int(openFile(path, flags)) })
  }

  /// Sees to it that a file can hold `count` bytes, before any is written: a full disk shows at once. File systems that
  /// cannot promise it are taken as they are.
  static func reserve(_ file: Int32, count: Int) -> Int32 {
    Int32(
      FileCall.reserve.attempt {
        #if os(Linux)
          // An empty file has no place to reserve.
          guard count > 0 else { return 0 }
          errno = posix_fallocate(file, 0, off_t(count))
          return [0, EOPNOTSUPP, ENOSYS, EINVAL].contains(errno) ? 0 : -1
        #else
          return 0
        #endif
      })
  }

  /// `write`
  static func write(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    switch FileCall.fault?(.write) {
    case .error(let code)?:
      errno = code
      return -1
    case .short?: return writeFile(file, bytes.baseAddress, (bytes.count + 1) / 2)
    case nil: return writeFile(file, bytes.baseAddress, bytes.count)
    }
  }

  /// `fsync`
  static func flush(_ file: Int32) -> Int32 {
    Int32(FileCall.flush.attempt { Int(fsync(file)) })
  }

  /// `close`; the file is closed in any case.
  static func close(_ file: Int32) -> Int32 {
    let result = closeFile(file)
    return Int32(FileCall.close.attempt { Int(result) })
  }

  /// `rename`
  static func rename(_ old: String, _ new: String) -> Int32 {
    Int32(FileCall.rename.attempt { Int(renameFile(old, new)) })
  }
}

// The system's functions, which the ones above hide.

private func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o666) }
private func writeFile(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}
private func closeFile(_ file: Int32) -> Int32 { close(file) }
private func renameFile(_ old: String, _ new: String) -> Int32 { rename(old, new) }
