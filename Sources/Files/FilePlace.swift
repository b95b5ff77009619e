import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Numbers the files that this process writes, so that no two threads use the same temporary name.
let writtenFiles = Atomic<Int>(0)

/// A file to be, and the name that it bears while it is written.
struct FilePlace {
  let path: String
  let folder: String
  /// What the temporary names of the file begin with, whichever process gives them.
  let start: String
  let temporary: String

  /// What all temporary names end with.
  static let ending = ".partial"

  /// - Parameter number: Tells the temporary name from all others that this process gives.
  init(_ path: String, number: UInt64 = UInt64(writtenFiles.add(1, ordering: .relaxed).oldValue)) {
    self.path = path
    let slash = path.lastIndex(of: "/")
    folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    // Names end at 255 bytes: 48 scalars are 192 of them at most.
    start = ".\(String(name.unicodeScalars.prefix(48)))."
    temporary = "\(folder)/\(start)\(getpid()).\(number)\(Self.ending)"
  }

  func createTemporary() throws(WholeFileError) -> Int32 {
    func create() -> Int32 { Calls.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC) }
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
      let written = Calls.write(file, UnsafeRawBufferPointer(start: start, count: rest.count))
      if written < 0, errno == EINTR { continue }
      guard written >= 0 else { throw error(.write) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
  }

  /// Gives the file its name in place of the temporary one.
  func rename() throws(WholeFileError) {
    guard Calls.rename(temporary, path) == 0 else { throw error(.rename) }
  }

  /// The new name outlives a power failure only once the folder is on disk. Some file systems cannot flush folders.
  func flushFolder() throws(WholeFileError) {
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    guard directory >= 0 else { return }
    defer { close(directory) }
    guard Calls.flush(directory) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw error(.flushFolder)
    }
  }

  /// The error of the call that just failed.
  func error(_ step: WholeFileError.Step) -> WholeFileError {
    WholeFileError(path: path, step: step, system: SystemError())
  }
}
