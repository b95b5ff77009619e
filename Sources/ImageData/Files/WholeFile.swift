import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a file that appears whole or not at all: under another name in the same folder first, then renamed.
func writeWhole(_ bytes: [UInt8], to path: String) throws(ImageDataError) {
  let temporary = "\(path).\(getpid()).tmp"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: SystemError().description) }
  var written = 0
  var failure: SystemError?
  bytes.withUnsafeBytes { bytes in
    while written < bytes.count, failure == nil {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 { written += count } else if errno != EINTR { failure = SystemError() }
    }
  }
  if close(descriptor) != 0, failure == nil { failure = SystemError() }
  if failure == nil, rename(temporary, path) != 0 { failure = SystemError() }
  if let failure {
    unlink(temporary)
    throw .cannotWrite(path: path, reason: failure.description)
  }
}

/// Makes a folder and those above it that are missing.
func makeFolder(_ path: String) throws(ImageDataError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    let system = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError).map {
      SystemError(code: Int32($0.code))
    }
    throw .cannotCreate(path: path, reason: system?.description ?? error.localizedDescription)
  }
}
