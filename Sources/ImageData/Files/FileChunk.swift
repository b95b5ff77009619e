import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The contents of neighbouring files, one after the other in one piece of memory.
final class FileChunk {
  /// The most files, and the most bytes unless the first file alone is larger.
  static let fileLimit = 256
  static let byteLimit = 32 << 20
  /// A file larger than this is no image that anyone trains on.
  static let largestFile = 1 << 30

  /// The number of the first file.
  private(set) var first = 0
  /// Where each file's bytes lie, or why they are not there.
  private(set) var contents: [Result<Range<Int>, DecodingError>] = []
  /// The state of each file when it was read.
  private(set) var stamps: [FileStamp] = []
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private var used = 0

  init() {
    capacity = 1 << 20
    memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    contents.reserveCapacity(FileChunk.fileLimit)
  }

  deinit {
    memory.deallocate()
  }

  /// Calls `body` with the bytes of one file, or throws the reason why they are not there.
  func withBytes<Result>(
    of index: Int, _ body: (UnsafeRawBufferPointer) throws(DecodingError) -> Result
  ) throws(DecodingError) -> Result {
    let range = try contents[index].get()
    return try body(UnsafeRawBufferPointer(start: memory + range.lowerBound, count: range.count))
  }

  /// Reads files from number `first` on, as many as fit.
  func read(_ files: [ImageFile], from first: Int) {
    self.first = first
    contents.removeAll(keepingCapacity: true)
    stamps.removeAll(keepingCapacity: true)
    used = 0
    let end = min(files.count, first + FileChunk.fileLimit)
    var index = first
    while index < end, append(files[index].path) { index += 1 }
  }

  /// Reads one file.
  ///
  /// - Returns: False if it must wait for the next chunk.
  private func append(_ path: String) -> Bool {
    // Without O_NONBLOCK a pipe that bears an image's name would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return note("it cannot be opened (\(SystemError()))") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return note("it cannot be read (\(SystemError()))") }
    if status.st_mode & S_IFMT == S_IFDIR { return note("it is a directory") }
    guard status.st_mode & S_IFMT == S_IFREG else { return note("it is not a regular file") }
    let size = Int(status.st_size)
    guard size <= FileChunk.largestFile else { return note("\(size) bytes are too many for an image file") }
    guard used == 0 || used + size <= FileChunk.byteLimit else { return false }
    reserve(used + size)
    let start = used
    while used < start + size {
      let count = readBytes(descriptor, memory + used, start + size - used)
      if count < 0 && errno == EINTR { continue }
      if count < 0 {
        used = start
        return note("it cannot be read (\(SystemError()))")
      }
      if count == 0 { break }
      used += count
    }
    contents.append(.success(start..<used))
    stamps.append(FileStamp(status))
    return true
  }

  private func note(_ reason: String) -> Bool {
    contents.append(.failure(DecodingError(reason)))
    stamps.append(.missing)
    return true
  }

  /// Makes room, keeping what was read.
  private func reserve(_ count: Int) {
    guard count > capacity else { return }
    capacity = max(count, min(2 * capacity, FileChunk.byteLimit))
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    larger.copyMemory(from: memory, byteCount: used)
    memory.deallocate()
    memory = larger
  }
}

/// The system's `read`, which the method of that name hides.
private func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
