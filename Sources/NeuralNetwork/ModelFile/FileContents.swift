import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a file.
///
/// - Throws: `ModelFileError` with the system's words where the file is not there, is no regular file, or cannot be read.
func fileContents(_ path: String) throws(ModelFileError) -> [UInt8] {
  // Without O_NONBLOCK the opening of a pipe would wait for a writer.
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard file >= 0 else { throw .system("it cannot be opened", path: path, kind: .missingInput) }
  defer { close(file) }
  var status = stat()
  guard fstat(file, &status) == 0 else { throw .system("it cannot be read", path: path, kind: .inputOutput) }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw ModelFileError(
      path: path, reason: "it is not a file; name a .safetensors file", kind: .missingInput)
  }
  let size = Int(status.st_size)
  let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  guard size < memory else {
    throw ModelFileError(
      path: path, reason: "it has \(size) bytes, more than this machine has memory; name a .safetensors file",
      kind: .badData)
  }
  var failure: ModelFileError?
  let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    while count < size {
      let read = read(file, buffer.baseAddress! + count, size - count)
      if read < 0, errno == EINTR { continue }
      guard read > 0 else {
        failure =
          read < 0
          ? .system("it cannot be read", path: path, kind: .inputOutput)
          : ModelFileError(path: path, reason: "it became shorter while it was read", kind: .inputOutput)
        return
      }
      count += read
    }
  }
  if let failure { throw failure }
  return bytes
}

extension ModelFileError {
  /// An error that the system reports in `errno`.
  static func system(_ what: String, path: String, kind: ErrorKind) -> ModelFileError {
    ModelFileError(path: path, reason: "\(what): \(SystemError())", kind: kind)
  }
}
