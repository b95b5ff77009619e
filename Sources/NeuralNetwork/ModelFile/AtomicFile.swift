#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a file so that it appears whole or not at all: under another name in the same folder, flushed, then renamed.
///
/// A file of the same name is replaced. After an error nothing new is there.
///
/// - Parameters:
///   - path: The file.
///   - pieces: Its bytes, one piece after the other.
/// - Throws: `ModelFileError` with the system's words.
func writeAtomically(_ pieces: [UnsafeRawBufferPointer], to path: String) throws(ModelFileError) {
  let slash = path.lastIndex(of: "/")
  let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
  let digits = String(UInt64.random(in: .min ... .max), radix: 16)
  let temporary = "\(folder)/.\(name.prefix(128)).\(digits).partial"

  let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw .system("it cannot be created", path: path, kind: .cannotCreate) }
  do throws(ModelFileError) {
    for piece in pieces { try writeAll(piece, to: file, path: path) }
    guard fsync(file) == 0 else {
      throw ModelFileError.system("it cannot be flushed", path: path, kind: .inputOutput)
    }
  } catch {
    close(file)
    unlink(temporary)
    throw error
  }
  guard close(file) == 0, rename(temporary, path) == 0 else {
    let error = ModelFileError.system("it cannot be put in place", path: path, kind: .cannotCreate)
    unlink(temporary)
    throw error
  }
  // The new name outlives a power failure only once the folder is on disk. Some file systems cannot flush folders.
  let directory = open(folder, O_RDONLY | O_CLOEXEC)
  guard directory >= 0 else { return }
  defer { close(directory) }
  guard fsync(directory) == 0 || errno == EINVAL || errno == ENOTSUP else {
    throw .system("its folder cannot be flushed", path: path, kind: .inputOutput)
  }
}

private func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32, path: String) throws(ModelFileError) {
  var rest = bytes
  while let start = rest.baseAddress, !rest.isEmpty {
    let written = write(file, start, rest.count)
    if written < 0, errno == EINTR { continue }
    guard written >= 0 else { throw .system("it cannot be written", path: path, kind: .inputOutput) }
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
  }
}
