#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written piece by piece, from many threads, and appears whole or not at all.
///
/// It bears another name in the same folder meanwhile, and is locked (`flock`), which shows that its writer lives. Where
/// the writer was killed, the file stays until the next one of the same name is begun: it removes those that nobody
/// has locked. Writers of the same file do not disturb one another; the last one to finish is the one that is there.
package final class PartialFile: Sendable {
  private let place: FilePlace
  private let descriptor: Int32

  /// Creates the file, empty, and removes what killed writers left of it.
  package init(_ path: String) throws(WholeFileError) {
    // By chance: two containers that share a folder may well count processes and files alike.
    place = FilePlace(path, number: .random(in: 0...(.max)))
    place.removeAbandoned()
    descriptor = try place.createLocked()
  }

  deinit {
    // After `finish` nothing bears the name any more, and nobody else is given it while this process lives.
    close(descriptor)
    unlink(place.temporary)
  }

  /// Writes bytes at an offset; what was never written reads as zeros.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(WholeFileError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw place.error(.write) }
      written += count
    }
  }

  /// Puts the file in place, once its bytes are on disk.
  package func finish() throws(WholeFileError) {
    guard fsync(descriptor) == 0 else { throw place.error(.flush) }
    try place.rename()
    try place.flushFolder()
  }
}

extension FilePlace {
  /// Creates the temporary file and locks it.
  fileprivate func createLocked() throws(WholeFileError) -> Int32 {
    while true {
      let file = try createTemporary()
      // Between the two calls another process may take the file for abandoned, and remove it.
      var status = stat()
      if flock(file, LOCK_EX) != 0 || fstat(file, &status) != 0 || status.st_nlink > 0 { return file }
      close(file)
    }
  }

  /// Removes the temporary files of this path that nobody has locked.
  fileprivate func removeAbandoned() {
    forEachName(in: folder) { name in
      guard name.hasPrefix(start), name.hasSuffix(Self.ending) else { return }
      let file = open(folder + "/" + name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
      guard file >= 0 else { return }
      if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink(folder + "/" + name) }
      close(file)
    }
  }
}

/// Removes what killed writers left in a folder that nobody else writes to.
package func removePartialFiles(in folder: String) {
  forEachName(in: folder) { name in
    if name.hasPrefix("."), name.hasSuffix(FilePlace.ending) { unlink(folder + "/" + name) }
  }
}

/// Calls `body` with the name of everything in a folder; a folder that cannot be read has nothing.
private func forEachName(in folder: String, _ body: (String) -> Void) {
  guard let stream = opendir(folder) else { return }
  defer { closedir(stream) }
  while let entry = readdir(stream) {
    body(
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      })
  }
}
