import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a file that appears whole or not at all: under another name in the same folder first, then renamed.
///
/// A file of the same name is replaced. After an error nothing new is there, and no other name is left.
///
/// - Parameters:
///   - pieces: The file's bytes, one piece after the other.
///   - path: The file.
///   - isDurable: Whether the bytes and the name are on disk on return, so that they outlive a power failure; many
///     small files that can be made anew need not wait for that.
package func writeWhole(
  _ pieces: [UnsafeRawBufferPointer], to path: String, isDurable: Bool = true
) throws(WholeFileError) {
  let place = FilePlace(path)
  let file = try place.createTemporary()
  var failure: WholeFileError?
  do throws(WholeFileError) {
    for piece in pieces { try place.append(piece, to: file) }
    if isDurable, fsync(file) != 0 { throw place.error(.flush) }
  } catch {
    failure = error
  }
  if close(file) != 0, failure == nil { failure = place.error(.close) }
  if failure == nil, rename(place.temporary, path) != 0 { failure = place.error(.rename) }
  if let failure {
    unlink(place.temporary)
    throw failure
  }
  if isDurable { try place.flushFolder() }
}

/// Writes a file that appears whole or not at all, from bytes in one piece.
package func writeWhole(
  _ bytes: UnsafeRawBufferPointer, to path: String, isDurable: Bool = true
) throws(WholeFileError) {
  try writeWhole([bytes], to: path, isDurable: isDurable)
}

/// Numbers the files that this process writes, so that no two threads use the same temporary name.
let writtenFiles = Atomic<Int>(0)

/// A file to be, and the name that it bears while it is written.
private struct FilePlace {
  let path: String
  let folder: String
  let temporary: String

  init(_ path: String) {
    self.path = path
    let slash = path.lastIndex(of: "/")
    folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    // Names end at 255 bytes: 48 scalars are 192 of them at most.
    let start = String(name.unicodeScalars.prefix(48))
    let number = writtenFiles.add(1, ordering: .relaxed).oldValue
    temporary = "\(folder)/.\(start).\(getpid()).\(number).partial"
  }

  func createTemporary() throws(WholeFileError) -> Int32 {
    func create() -> Int32 { open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
    var file = create()
    if file < 0, errno == EEXIST {
      // Only a process that had our number and was killed can have left this name.
      unlink(temporary)
      file = create()
    }
    guard file >= 0 else { throw error(.create) }
    return file
  }

  func append(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(WholeFileError) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = write(file, start, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written >= 0 else { throw error(.write) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
  }

  /// The new name outlives a power failure only once the folder is on disk. Some file systems cannot flush folders.
  func flushFolder() throws(WholeFileError) {
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    guard directory >= 0 else { return }
    defer { close(directory) }
    guard fsync(directory) == 0 || errno == EINVAL || errno == ENOTSUP else { throw error(.flushFolder) }
  }

  /// The error of the call that just failed.
  func error(_ step: WholeFileError.Step) -> WholeFileError {
    WholeFileError(path: path, step: step, system: SystemError())
  }
}
