import Files
import Parallelism

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The pixels of a cache file, mapped into memory for reading.
///
/// Opening checks the header, the length and the table against their checksums. ``damage(executor:)`` checks the pixels of
/// all images: a run that finds a cache file does so before it takes it, so that no damaged byte is ever trained on. The
/// file is read once from front to back for that, at the speed of the disk, or of memory where it is in the page cache.
///
/// A file that memory may not hold is fetched ahead of its use, on a thread of its own.
///
/// The file may be replaced or removed meanwhile: what is mapped stays. A disk that fails later, or a program that cuts the
/// file short, ends this one by a signal, as it does with every mapped file; nothing of ours ever changes a finished one.
final class CachedPixels: @unchecked Sendable {
  // Unchecked: mapped memory that nobody writes to.
  let path: String
  let table: CacheTable
  let descriptor: Int32
  private let mapping: UnsafeRawPointer
  private let length: Int
  /// nil where the file stays in the page cache once it was read.
  private let fetching: LookAhead?

  /// Opens a cache file.
  ///
  /// - Parameter freeMemory: The bytes of memory that are free.
  /// - Throws: `DecodingError` with the reason why it cannot be used.
  init(_ path: String, freeMemory: Int = usableMemory()) throws(DecodingError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw DecodingError("it cannot be opened (\(SystemError()))") }
    do throws(DecodingError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else {
        throw DecodingError("it cannot be read (\(SystemError()))")
      }
      guard status.st_mode & S_IFMT == S_IFREG else { throw DecodingError("it is not a regular file") }
      let length = Int(status.st_size)
      table = try Self.table(descriptor, fileLength: length)
      guard let mapping = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), mapping != MAP_FAILED
      else {
        throw DecodingError("it cannot be mapped (\(SystemError()))")
      }
      self.path = path
      self.descriptor = descriptor
      self.mapping = UnsafeRawPointer(mapping)
      self.length = length
      fetching = Self.fetching(
        UnsafeRawPointer(mapping), length: length, bytesPerImage: table.bytesPerImage, freeMemory: freeMemory)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: mapping), length)
    close(descriptor)
  }

  private static func fetching(
    _ mapping: UnsafeRawPointer, length: Int, bytesPerImage: Int, freeMemory: Int
  ) -> LookAhead? {
    guard Double(length) > Double(freeMemory) * CachePlace.partOfMemory else { return nil }
    // As a number: the thread may ask for memory that is mapped no more, which the system refuses.
    let start = UInt(bitPattern: mapping)
    return LookAhead { file in
      let first = CacheHeader.pixelStart + file * bytesPerImage
      let page = first & ~(Int(getpagesize()) - 1)
      madvise(
        UnsafeMutableRawPointer(bitPattern: start + UInt(page)), first - page + bytesPerImage, MADV_WILLNEED)
    }
  }

  private static func table(_ descriptor: Int32, fileLength: Int) throws(DecodingError) -> CacheTable {
    let start = try read(descriptor, min(CacheHeader.byteCount, fileLength), at: 0)
    let header = try start.withBytes { (bytes) throws(DecodingError) in
      try CacheHeader(bytes, fileLength: fileLength)
    }
    let table = try read(descriptor, header.tableLength, at: fileLength - header.tableLength)
    return try table.withBytes { (bytes) throws(DecodingError) in
      guard checksum(bytes) == header.tableChecksum else { throw DecodingError("its table is damaged") }
      return try CacheTable(bytes, count: header.count, size: header.size, color: header.color)
    }
  }

  private static func read(
    _ descriptor: Int32, _ count: Int, at offset: Int
  ) throws(DecodingError) -> PixelRoom {
    let room = PixelRoom(count)
    guard room.read(descriptor, count, at: offset) else {
      throw DecodingError("it cannot be read (\(SystemError()))")
    }
    return room
  }
}

// MARK: - Pixels

extension CachedPixels: PixelSource {
  /// The bytes where they are mapped.
  func withPixels<Result>(
    of file: Int, _ body: (UnsafePointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    let start = mapping + CacheHeader.pixelStart + file * table.bytesPerImage
    return try body(start.assumingMemoryBound(to: UInt8.self))
  }
}

extension CachedPixels {
  var preparesAhead: Bool { fetching != nil }

  func prepare(_ file: Int) {
    fetching?.add(file)
  }
}
